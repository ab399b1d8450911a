using System.Net;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Cases;

/// <summary>Who looked at whom: every read and write of a child, recorded before it is answered.</summary>
[OnEachStore]
public sealed class AccessLogTests
{
    const string Log = $"/v1/cases/{Example.CaseReference}/access-log";

    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task Every_read_and_write_of_a_child_is_a_line_with_caller_action_and_purpose()
    {
        var ranking = await For("preparing the meeting", "visitator", HttpMethod.Post, "/v1/rankings", Example.Json);
        await For("reading it again", "case-system", HttpMethod.Get, $"/v1/rankings/{ranking.RankingId}");
        await For(null, "auditor", HttpMethod.Post, $"/v1/rankings/{ranking.RankingId}/replay");
        await For("who has it", "visitator", HttpMethod.Get, $"/v1/cases/{Example.CaseReference}");
        await For("move of team", "case-system", HttpMethod.Put, $"/v1/cases/{Example.CaseReference}/team", """{"team":null}""");
        await For(
            null,
            "administrator",
            HttpMethod.Put,
            $"/v1/cases/{Example.CaseReference}/legal-hold",
            """{"held":true,"reason":"complaint to the board"}"""
        );

        var id = ranking.RankingId;
        var expected = new (string Caller, string Action, string? RankingId, string? Purpose)[]
        {
            ("visitator", "ranking-made", id, "preparing the meeting"),
            ("case-system", "ranking-read", id, "reading it again"),
            ("auditor", "ranking-replayed", id, null),
            ("visitator", "case-read", null, "who has it"),
            ("case-system", "team-set", null, "move of team"),
            ("administrator", "legal-hold-set", null, "complaint to the board"),
            ("auditor", "access-log-exported", null, "right of access"),
        };
        var log = await For("right of access", "auditor", HttpMethod.Get, Log);
        Assert.That(log.Json.GetProperty("entries").EnumerateArray().Select(Line), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_request_that_is_sent_again_at_once_is_the_same_act_and_later_a_read()
    {
        await service.RankAsync(Example.Json, idempotencyKey: "once");
        await service.RankAsync(Example.Json, idempotencyKey: "once");
        Assert.That(Actions(await service.GetAsync(Log)), Is.EqualTo(new[] { "ranking-made", "access-log-exported" }));

        var services = service.App.Services;
        foreach (var minutes in new[] { 11, -1 })
        {
            var handler = new RankingHandler(
                services.GetRequiredService<MatchingStore>(),
                services.GetRequiredService<ReferenceDataStore>(),
                services.GetRequiredService<RankingStateReader>(),
                services.GetRequiredService<StaysSinceReports>(),
                services.GetRequiredService<ActiveModel>(),
                services.GetRequiredService<CaseCommands>(),
                services.GetRequiredService<IdempotentCommands>(),
                new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(minutes))
            );
            Assert.That(
                await handler.FindByKeyAsync(
                    JsonSerializer.Deserialize<JsonElement>(Example.Json),
                    new Requester("all", TeamSet.None, null),
                    new IdempotencyKey("once")
                ),
                Is.Not.Null
            );
        }
        Assert.That(Actions(await service.GetAsync(Log)).Count(action => action == "ranking-read"), Is.EqualTo(2));
    }

    [Test]
    public async Task The_log_of_one_child_tells_nothing_of_another()
    {
        await service.RankAsync(Example.With("caseReference", "\"OTHER-1\""));
        await service.RankAsync(Example.Json);
        Assert.That(Actions(await service.GetAsync(Log)), Is.EqualTo(new[] { "ranking-made", "access-log-exported" }));
    }

    [Test]
    public async Task A_read_that_cannot_be_recorded_is_not_answered()
    {
        var ranking = await service.RankAsync(Example.Json);
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        await store.Log.Writer.DisposeAsync();
        foreach (
            var reply in new[]
            {
                await service.GetAsync($"/v1/rankings/{ranking.RankingId}"),
                await service.ReplayAsync(ranking.RankingId),
                await service.GetAsync($"/v1/cases/{Example.CaseReference}"),
                await service.GetAsync(Log),
            }
        )
        {
            Assert.That(
                (reply.Status, reply.ContentType, reply.Text.Contains("skodsborg", StringComparison.Ordinal)),
                Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json", false))
            );
        }
    }

    [Test]
    public async Task Purposes_are_held_to_their_limits_and_never_hold_civil_registration_numbers(
        [Values("", "010203-1234", "for 0102031234", "long")] string purpose
    )
    {
        var sent = purpose == "long" ? new string('a', 201) : purpose;
        var ranking = await service.RankAsync(Example.Json);
        var reply = await For(sent, "all", HttpMethod.Get, $"/v1/rankings/{ranking.RankingId}");
        Assert.That(
            (reply.Status, reply.FaultyFields.SequenceEqual(["X-Purpose"])),
            Is.EqualTo((HttpStatusCode.BadRequest, true)),
            reply.Text
        );
        Assert.That(reply.Text, Does.Not.Contain("0102"));
    }

    [Test]
    public async Task The_log_is_about_a_case_that_is_there([Values("access-log", "")] string what)
    {
        var reply = await service.GetAsync($"/v1/cases/NOT-THERE/{what}".TrimEnd('/'));
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)));
        Assert.That(await service.EntriesAsync(), Is.Zero);
    }

    [TestCase("A%2FB-1", "A/B-1")]
    [TestCase("%C3%86%C3%98%C3%85-1", "ÆØÅ-1")]
    public async Task Any_case_reference_can_be_asked_for(string address, string reference)
    {
        await service.RankAsync(Example.With("caseReference", $"\"{reference}\""));
        var reply = await service.GetAsync($"/v1/cases/{address}");
        Assert.That((reply.Status, reply.Json.GetProperty("caseReference").GetString()), Is.EqualTo((HttpStatusCode.OK, reference)));
    }

    [TestCase("010203-1234")]
    [TestCase("A%20B")]
    [TestCase("A+B")]
    public async Task A_malformed_case_reference_is_a_fault_and_not_repeated(string address)
    {
        var reply = await service.GetAsync($"/v1/cases/{address}");
        Assert.That(
            (reply.Status, reply.FaultyFields.SequenceEqual(["caseReference"]), reply.Text.Contains("0102", StringComparison.Ordinal)),
            Is.EqualTo((HttpStatusCode.BadRequest, true, false))
        );
    }

    static (string, string, string?, string?) Line(JsonElement entry) =>
        (
            entry.GetProperty("caller").GetString()!,
            entry.GetProperty("action").GetString()!,
            entry.GetProperty("rankingId").GetString(),
            entry.GetProperty("purpose").GetString()
        );

    static IEnumerable<string?> Actions(Reply log) =>
        log.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString());

    Task<Reply> For(string? purpose, string caller, HttpMethod method, string path, string? body = null) =>
        service.SendAsync(
            method,
            path,
            body is null ? null : LiveService.Content(body),
            caller,
            request =>
            {
                if (purpose is not null)
                    request.Headers.TryAddWithoutValidation("X-Purpose", purpose);
            }
        );
}
