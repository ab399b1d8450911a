using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Placements;

/// <summary>The catalogue in force and the free beds.</summary>
public sealed class PlacementsTests
{
    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task The_catalogue_gives_every_fact_its_source_and_whether_it_was_verified()
    {
        var facts = (await service.GetAsync("/v1/placements"))
            .Json.GetProperty("placements")
            .EnumerateArray()
            .SelectMany(placement => placement.GetProperty("capabilities").EnumerateObject())
            .Select(capability => capability.Value)
            .ToList();
        Assert.That(
            facts,
            Is.Not.Empty.And.All.Matches<JsonElement>(fact =>
                fact.GetProperty("source").GetString()!.Length > 0
                && fact.GetProperty("verified").ValueKind is JsonValueKind.True or JsonValueKind.False
            )
        );
    }

    [Test]
    public async Task One_placement_is_as_in_the_catalogue()
    {
        var listed = (await service.GetAsync("/v1/placements"))
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Single(placement => placement.GetProperty("id").GetString() == "nexus");
        var one = await service.GetAsync("/v1/placements/nexus");
        Assert.That((one.Status, one.Text), Is.EqualTo((HttpStatusCode.OK, listed.GetRawText())));
    }

    [Test]
    public async Task The_later_report_is_in_force_and_of_one_day_the_last()
    {
        await service.ReportAsync("nexus-open", 4, "2026-11-21");
        await service.ReportAsync("nexus-open", 3, "2026-11-22");
        var report = await service.ReportAsync("nexus-open", 1, "2026-11-22");
        Assert.That((report.Status, report.Bytes.Length), Is.EqualTo((HttpStatusCode.NoContent, 0)));
        Assert.That(await AvailabilityAsync("nexus-open"), Is.EqualTo("""{"freePlaces":1,"asOf":"2026-11-22","status":"known"}"""));
    }

    [Test]
    public async Task A_report_older_than_the_one_in_force_is_refused_and_changes_nothing()
    {
        await service.ReportAsync("nexus-open", 4, "2026-11-22");
        var before = await service.EntriesAsync();
        var report = await service.ReportAsync("nexus-open", 1, "2026-11-21");
        Assert.That(
            (report.Status, report.FaultAsProblem(), report.Json.GetProperty("code").GetString()),
            Is.EqualTo((HttpStatusCode.Conflict, (string?)null, "older-report"))
        );
        Assert.That(await service.EntriesAsync(), Is.EqualTo(before));
        Assert.That(await AvailabilityAsync("nexus-open"), Is.EqualTo("""{"freePlaces":4,"asOf":"2026-11-22","status":"known"}"""));
    }

    [Test]
    public async Task Of_another_place_an_older_report_is_taken()
    {
        await service.ReportAsync("nexus-open", 4, "2026-11-22");
        Assert.That((await service.ReportAsync("nexus", 1, "2026-11-21")).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task A_report_changes_the_state_and_a_ranking_or_a_read_does_not()
    {
        async Task<long> StateAsync() =>
            (await service.RankAsync(Example.Json)).Json.GetProperty("versions").GetProperty("state").GetInt64();
        var before = await StateAsync();
        await service.GetAsync("/v1/placements");
        var unchanged = await StateAsync();
        await service.ReportAsync("nexus", 1);
        var after = await StateAsync();
        Assert.That((before, unchanged, after), Is.EqualTo((0L, 0L, 3L)));
    }

    [Test]
    public async Task The_best_available_place_follows_the_free_beds()
    {
        await service.ReportAsync("nexus-open", 1);
        await service.ReportAsync("skodsborg-open", 1);
        var before = await BestAvailableAsync();
        await service.ReportAsync(before, 0);
        var after = await BestAvailableAsync();
        Assert.That(new[] { before, after }, Is.EquivalentTo(new[] { "nexus-open", "skodsborg-open" }));
    }

    [Test]
    public async Task Reports_survive_a_restart()
    {
        await service.ReportAsync("skodsborg", 2);
        var before = await service.RankAsync(Example.Json);
        service = await service.RestartAsync();
        var after = await service.RankAsync(Example.Json);
        Assert.That(after.WithoutIdAndTime, Is.EqualTo(before.WithoutIdAndTime));
        Assert.That(await AvailabilityAsync("skodsborg"), Is.EqualTo("""{"freePlaces":2,"asOf":"2026-11-22","status":"known"}"""));
    }

    async Task<string> AvailabilityAsync(string placementId) =>
        Placement(await service.RankAsync(Example.Json), placementId).GetProperty("availability").GetRawText();

    async Task<string> BestAvailableAsync() =>
        (await service.RankAsync(Example.Json))
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Single(placement => placement.GetProperty("bestAvailable").GetBoolean())
            .GetProperty("placementId")
            .GetString()!;

    static JsonElement Placement(Reply reply, string placementId) =>
        reply
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Single(placement => placement.GetProperty("placementId").GetString() == placementId);
}
