using System.Net;
using System.Text;
using System.Text.Json;
using Matching.Api.Stays;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Stays;

/// <summary>
/// A child lives in one place at a time; what was recorded wrongly is corrected or withdrawn, and the log keeps all of it.
/// </summary>
[OnEachStore]
public sealed class StayCorrectionsTests
{
    const string Ended = """{"end":"2026-03-01","ending":"breakdown","endedBy":"both"}""";
    const string Corrected = """{"end":"2026-02-20","ending":"planned","corrects":true}""";
    const string Never = """{"reason":"never-began"}""";

    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAtAsync(StayBodies.Clock());

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("2025-12-01")]
    [TestCase("2026-01-15")]
    [TestCase("2026-02-01")]
    public async Task A_stay_beside_one_that_goes_on_is_refused_and_names_it(string start)
    {
        var path = await BeginAsync("2026-01-15");
        var entries = await service.EntriesAsync();
        var refused = await service.BeginStayAsync(Stay(start));
        Assert.That((refused.Status, refused.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)), refused.Text);
        Assert.That(
            refused.Json.GetProperty("overlaps").GetRawText(),
            Is.EqualTo($$"""[{"stayId":"{{IdOf(path)}}","start":"2026-01-15","end":null}]""")
        );
        Assert.That(refused.Json.GetProperty("detail").GetString(), Does.Contain(IdOf(path)).And.Contain("2026-01-15"));
        Assert.That(
            (await service.EntriesAsync() - entries, await ActionsAsync()),
            Is.EqualTo((1L, "stay-recorded stay-read")),
            "it told of the other one"
        );
        Assert.That((await service.BeginStayAsync(Stay(start, "OTHER-1"))).Status, Is.EqualTo(HttpStatusCode.Created), "another child's");
    }

    [TestCase("2026-02-28", HttpStatusCode.Conflict)]
    [TestCase("2026-03-01", HttpStatusCode.Created)]
    [TestCase("2026-03-02", HttpStatusCode.Created)]
    public async Task A_stay_may_begin_on_the_day_another_ended_and_not_before(string start, HttpStatusCode expected)
    {
        await service.EndStayAsync(await BeginAsync("2026-01-15"), Ended);
        Assert.That((await service.BeginStayAsync(Stay(start))).Status, Is.EqualTo(expected));
    }

    [TestCase("remand", HttpStatusCode.Created)]
    [TestCase("youth-sanction", HttpStatusCode.Created)]
    [TestCase("youth-crime-board", HttpStatusCode.Conflict)]
    public async Task What_a_court_decided_may_run_beside_a_place_that_is_kept(string track, HttpStatusCode expected)
    {
        await BeginAsync("2026-01-15");
        Assert.That(
            (await service.BeginStayAsync(Stay("2026-02-01").Replace("social", track, StringComparison.Ordinal))).Status,
            Is.EqualTo(expected)
        );
    }

    [Test]
    public async Task Stays_that_are_recorded_at_once_leave_one_of_them()
    {
        var replies = await Task.WhenAll(Enumerable.Range(1, 8).Select(day => service.BeginStayAsync(Stay($"2026-02-0{day}"))));
        Assert.That(
            (
                replies.Count(reply => reply.Status == HttpStatusCode.Created),
                replies.Count(reply => reply.Status == HttpStatusCode.Conflict)
            ),
            Is.EqualTo((1, 7)),
            string.Join('\n', replies.Select(reply => reply.ToString()))
        );
    }

    [Test]
    public async Task Whatever_is_recorded_can_be_trained_on()
    {
        foreach (var start in new[] { "2026-03-01", "2026-01-15", "2026-01-15", "2026-02-10" })
        {
            var begun = await service.BeginStayAsync(Stay(start));
            if (begun.Status == HttpStatusCode.Created)
                await service.EndStayAsync(begun.Headers.Location!.OriginalString, $$"""{"end":"{{start}}","ending":"planned"}""");
        }
        await BeginAsync("2026-03-01");
        Assert.That(await FaultsOfExportAsync(), Is.Empty);
    }

    [Test]
    public async Task A_corrected_end_takes_the_place_of_the_one_before_and_the_log_keeps_both()
    {
        var path = await BeginAsync("2026-01-15");
        var first = await service.EndStayAsync(path, Ended);
        Assert.That(first.Json.GetProperty("corrected").GetBoolean(), Is.False);
        var corrected = await service.EndStayAsync(path, Corrected);
        Assert.That(
            (
                corrected.Status,
                Text(corrected, "end"),
                Text(corrected, "ending"),
                Text(corrected, "endedBy"),
                corrected.Json.GetProperty("corrected").GetBoolean()
            ),
            Is.EqualTo((HttpStatusCode.OK, "2026-02-20", "planned", (string?)null, true)),
            corrected.Text
        );
        Assert.That(
            (await service.EndStayAsync(path, Corrected)).Text,
            Is.EqualTo(corrected.Text),
            "the same again is no second correction"
        );
        Assert.That(
            (await service.EndStayAsync(path, Ended)).Status,
            Is.EqualTo(HttpStatusCode.Conflict),
            "what is no correction changes nothing"
        );

        service = await service.RestartAsync();
        Assert.That((await service.GetAsync(path)).Text, Is.EqualTo(corrected.Text));
        var entries = service.App.Services.GetRequiredService<MatchingStore>().Entries;
        Assert.That(
            entries
                .Entries(1, LogKinds.StayEnded)
                .Select(entry => JsonSerializer.Deserialize<JsonElement>(entries.ReadPayload(entry)).GetProperty("end").GetString()),
            Is.EqualTo(new[] { "2026-03-01", "2026-02-20" })
        );
        Assert.That(await ActionsAsync(), Does.Contain("stay-ended stay-corrected"));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
    }

    [Test]
    public async Task A_correction_that_would_overlap_another_stay_is_refused_and_names_it()
    {
        var path = await BeginAsync("2026-01-15");
        var ended = await service.EndStayAsync(path, Ended);
        var next = await BeginAsync("2026-03-01");
        var refused = await service.EndStayAsync(path, """{"end":"2026-03-02","ending":"planned","corrects":true}""");
        Assert.That((refused.Status, refused.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)), refused.Text);
        Assert.That(refused.Json.GetProperty("overlaps")[0].GetProperty("stayId").GetString(), Is.EqualTo(IdOf(next)));
        Assert.That((await service.GetAsync(path)).Text, Is.EqualTo(ended.Text));
        Assert.That((await service.EndStayAsync(path, Corrected)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Corrections_that_are_told_at_once_are_all_kept_and_the_last_one_stands()
    {
        var path = await BeginAsync("2026-01-15");
        await service.EndStayAsync(path, Ended);
        var replies = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(day => service.EndStayAsync(path, $$"""{"end":"2026-02-{{day:00}}","ending":"planned","corrects":true}"""))
        );
        Assert.That(replies.Select(reply => reply.Status), Has.All.EqualTo(HttpStatusCode.OK));
        var entries = service.App.Services.GetRequiredService<MatchingStore>().Entries;
        var ends = entries
            .Entries(1, LogKinds.StayEnded)
            .Select(entry => JsonSerializer.Deserialize<JsonElement>(entries.ReadPayload(entry)).GetProperty("end").GetString())
            .ToList();
        Assert.That((ends.Count, Text(await service.GetAsync(path), "end")), Is.EqualTo((21, ends[^1])));
    }

    [Test]
    public async Task The_overview_of_a_case_says_which_of_its_stays_are_withdrawn()
    {
        var withdrawn = await service.WithdrawStayAsync(await BeginAsync("2026-01-15"), Never);
        var kept = await BeginAsync("2026-02-01");

        var overview = await service.GetAsync($"/v1/cases/{Example.CaseReference}");
        Assert.That(
            overview.Json.GetProperty("stays").EnumerateArray().Select(Withdrawal),
            Is.EqualTo(
                new[]
                {
                    (withdrawn.Json.GetProperty("stayId").GetString(), true, Text(withdrawn, "withdrawnAt"), "never-began"),
                    (IdOf(kept), false, null, null),
                }
            )
        );

        static (string? Id, bool Withdrawn, string? At, string? Reason) Withdrawal(JsonElement stay) =>
            (
                stay.GetProperty("stayId").GetString(),
                stay.GetProperty("withdrawn").GetBoolean(),
                stay.GetProperty("withdrawnAt").GetString(),
                stay.GetProperty("withdrawalReason").GetString()
            );
    }

    [Test]
    public async Task A_withdrawn_stay_says_so_and_stands_in_the_way_of_nothing()
    {
        var path = await BeginAsync("2026-01-15");
        var withdrawn = await service.WithdrawStayAsync(path, Never);
        Assert.That(
            (
                withdrawn.Status,
                withdrawn.Json.GetProperty("withdrawn").GetBoolean(),
                Text(withdrawn, "withdrawalReason"),
                Text(withdrawn, "start")
            ),
            Is.EqualTo((HttpStatusCode.OK, true, "never-began", "2026-01-15")),
            withdrawn.Text
        );
        Assert.That((await service.WithdrawStayAsync(path, Never)).Text, Is.EqualTo(withdrawn.Text));
        foreach (
            var refused in new[]
            {
                await service.WithdrawStayAsync(path, """{"reason":"wrong-case"}"""),
                await service.EndStayAsync(path, Ended),
                await service.EndStayAsync(path, Corrected),
            }
        )
            Assert.That((refused.Status, refused.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)), refused.Text);

        var again = await BeginAsync("2026-01-10");
        service = await service.RestartAsync();
        Assert.That((await service.GetAsync(path)).Text, Is.EqualTo(withdrawn.Text));
        Assert.That((await service.GetAsync(again)).Json.GetProperty("withdrawn").GetBoolean(), Is.False);
        Assert.That((await service.GetAsync("/v1/stays")).Json.GetProperty("stays").GetArrayLength(), Is.EqualTo(1));
        var entries = service.App.Services.GetRequiredService<MatchingStore>().Entries;
        var entry = entries.Entries(1, LogKinds.StayWithdrawn).Single();
        Assert.That(Encoding.UTF8.GetString(entry.Payload), Does.Not.Contain("never-began"));
        Assert.That(await ActionsAsync(), Does.StartWith("stay-recorded stay-withdrawn"));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Stays_of_an_older_record_that_overlap_can_be_read_ended_and_mended()
    {
        var path = await BeginAsync("2026-01-15");
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        var older = await AppendAsync(
            store,
            LogKinds.Stay,
            """{"schema":1,"placementId":"nexus","start":"2026-02-01","rankingId":null,"track":"social","purpose":null}"""
        );
        Assert.That(await FaultsOfExportAsync(), Is.Not.Empty, "training on the record is refused");

        Assert.That((await service.EndStayAsync(path, Ended)).Status, Is.EqualTo(HttpStatusCode.OK), "it overlapped already");
        Assert.That(
            (await service.EndStayAsync(path, """{"end":"2026-02-01","ending":"planned","corrects":true}""")).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );
        Assert.That(await FaultsOfExportAsync(), Is.Empty);
        Assert.That(
            (await service.WithdrawStayAsync($"/v1/stays/{older}", """{"reason":"recorded-twice"}""")).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );
        Assert.That((await service.GetAsync("/v1/stays")).Json.GetProperty("stays").GetArrayLength(), Is.EqualTo(1));
    }

    static async Task<string> AppendAsync(MatchingStore store, string kind, string payload) =>
        (
            await store.Log.AppendAsync(
                new NewEntry
                {
                    Kind = kind,
                    Caller = "test",
                    Case = store.Cases.FindByReference(Example.CaseReference),
                    StateSequence = store.Log.CurrentState,
                    Payload = Encoding.UTF8.GetBytes(payload),
                },
                CancellationToken.None
            )
        ).EntryId;

    static string Stay(string start, string reference = Example.CaseReference) =>
        $$"""{"caseReference":"{{reference}}","placementId":"skodsborg-open","start":"{{start}}","track":"social"}""";

    static string IdOf(string path) => path.Split('/')[^1];

    static string? Text(Reply reply, string field) => reply.Json.GetProperty(field).GetString();

    async Task<string> BeginAsync(string start)
    {
        var begun = await service.BeginStayAsync(Stay(start));
        Assert.That(begun.Status, Is.EqualTo(HttpStatusCode.Created), begun.Text);
        return begun.Headers.Location!.OriginalString;
    }

    /// <summary>What was done with the case so far, this look at its log left out.</summary>
    async Task<string> ActionsAsync() =>
        string.Join(
            ' ',
            (await service.GetAsync($"/v1/cases/{Example.CaseReference}/access-log", "auditor"))
                .Json.GetProperty("entries")
                .EnumerateArray()
                .Select(line => line.GetProperty("action").GetString())
                .Where(action => action != "access-log-exported")
        );

    async Task<IEnumerable<string>> FaultsOfExportAsync()
    {
        var export = await service.SendAsync(
            HttpMethod.Get,
            "/v1/stays",
            change: request => request.Headers.TryAddWithoutValidation("Accept", "text/csv")
        );
        return StayCsv.Read(new MemoryStream(export.Bytes), TestReferenceData.Shipped).Faults.Select(fault => fault.Message);
    }
}
