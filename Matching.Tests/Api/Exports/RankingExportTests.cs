using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Exports;

/// <summary>What analysts get: everything that was known and came out, nothing that names the child.</summary>
[OnEachStore]
public sealed class RankingExportTests
{
    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task Every_ranking_is_a_line_without_reference_date_of_birth_and_days()
    {
        var first = await service.RankAsync(Example.With(("child.ageYears", "null"), ("child.birthDate", "\"2011-05-07\"")));
        await service.RankAsync(Example.Json);
        await service.RankAsync(Example.With("caseReference", "\"OTHER-1\""));

        var export = await service.GetAsync("/v1/exports/rankings", "analyst");
        var lines = Lines(export);
        Assert.That((export.Status, export.ContentType, lines.Count), Is.EqualTo((HttpStatusCode.OK, "application/x-ndjson", 3)));
        foreach (
            var secret in new[]
            {
                Example.CaseReference,
                "OTHER-1",
                "2011-05",
                "birthDate",
                "caseReference",
                "2025-02-01",
                "2026-09-15",
                "2026-11-22",
                first.RankingId,
            }
        )
            Assert.That(export.Text, Does.Not.Contain(secret));
        var child = lines[0].GetProperty("request").GetProperty("child");
        Assert.That((child.GetProperty("ageYears").GetInt32(), child.GetProperty("selfHarm").GetString()), Is.EqualTo((15, "severe")));
        Assert.That(child.GetProperty("placements")[0].GetProperty("from").GetString(), Is.EqualTo("2025-02"));
        var cases = lines.Select(line => line.GetProperty("case").GetString()).ToList();
        Assert.That((cases[0] == cases[1], cases[0] == cases[2]), Is.EqualTo((true, false)));
        Assert.That(
            Ranks(lines[0]),
            Is.EqualTo(
                first
                    .Json.GetProperty("placements")
                    .EnumerateArray()
                    .Select(place => (place.GetProperty("placementId").GetString(), place.GetProperty("rank").ToString()))
            )
        );
    }

    [Test]
    public async Task It_is_in_the_access_log_of_each_case()
    {
        await service.RankAsync(Example.Json);
        await service.GetAsync("/v1/exports/rankings", "analyst");
        var log = (await service.GetAsync($"/v1/cases/{Example.CaseReference}/access-log"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(entry => (entry.GetProperty("caller").GetString(), entry.GetProperty("action").GetString()));
        Assert.That(log, Does.Contain(("analyst", "pseudonymised-export")));
    }

    [Test]
    public async Task A_case_of_another_team_is_left_out()
    {
        await service.DisposeAsync();
        service = await LiveService.StartAsync("--ApiKeys:local:Key=key-of-local", "--ApiKeys:local:Roles=analyst");
        await service.RankAsync(Example.Json);
        await service.SendAsync(HttpMethod.Put, $"/v1/cases/{Example.CaseReference}/team", LiveService.Content("""{"team":"nord"}"""));
        Assert.That((await service.GetAsync("/v1/exports/rankings", "local")).Text, Is.Empty);
        Assert.That(Lines(await service.GetAsync("/v1/exports/rankings")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_can_be_limited_to_days()
    {
        await service.RankAsync(Example.Json);
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(Lines(await service.GetAsync($"/v1/exports/rankings?from={today}")), Has.Count.EqualTo(1));
        Assert.That(Lines(await service.GetAsync("/v1/exports/rankings?to=2020-01-01")), Is.Empty);
    }

    [TestCase("?from=today", "from")]
    [TestCase("?from=2026-02-30", "from")]
    [TestCase("?since=2026-01-01", "since")]
    [TestCase("?from=2026-02-02&to=2026-01-01", "to")]
    public async Task Faults_in_the_days_are_named(string query, string field)
    {
        var reply = await service.GetAsync("/v1/exports/rankings" + query);
        Assert.That((reply.Status, reply.FaultyFields.SequenceEqual([field])), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
    }

    static List<JsonElement> Lines(Reply reply) =>
        [.. reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    static IEnumerable<(string?, string)> Ranks(JsonElement line) =>
        line.GetProperty("placements")
            .EnumerateArray()
            .Select(place => (place.GetProperty("placementId").GetString(), place.GetProperty("rank").ToString()));
}
