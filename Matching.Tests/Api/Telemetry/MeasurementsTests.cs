using System.Diagnostics.Metrics;
using Matching.Api.Telemetry;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Telemetry;

/// <summary>What is counted, on both stores.</summary>
[OnEachStore]
public sealed class MeasurementsTests
{
    static readonly string[] TagsOfOurs = ["method", "route", "status", "reason", "kind", "database"];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task Rankings_and_accesses_are_counted_by_kind()
    {
        using var entries = Collect<long>("matching.log.entries");
        var ranking = await service.RankAsync(Example.Json);
        await service.GetAsync($"/v1/rankings/{ranking.RankingId}");
        await service.RankAsync(Example.Json);
        Assert.That(
            entries.GetMeasurementSnapshot().Select(one => one.Tags.Single().Value),
            Is.EqualTo(new[] { "ranking", "access", "ranking" })
        );
    }

    [Test]
    public async Task The_same_request_twice_is_recorded_and_counted_once()
    {
        using var entries = Collect<long>("matching.log.entries");
        await service.RankAsync(Example.Json, idempotencyKey: "once");
        await service.RankAsync(Example.Json, idempotencyKey: "once");
        Assert.That(entries.GetMeasurementSnapshot(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_store_and_its_queue_are_told_when_asked()
    {
        await service.RankAsync(Example.Json);
        Assert.That(Observed<int>("matching.store").Tags["database"], Is.EqualTo(service.Postgres is null ? "sqlite" : "postgresql"));
        Assert.That(Observed<int>("matching.log.queue").Value, Is.Zero);
        Assert.That(Observed<long>("matching.log.transactions").Value, Is.GreaterThan(0));
        Assert.That(Observed<int>("matching.checkpoint.ok").Value, Is.EqualTo(1));
    }

    [Test]
    public async Task Tags_are_of_ours_and_hold_templates_never_paths()
    {
        using var requests = Collect<long>("matching.requests");
        using var durations = Collect<double>("matching.request.duration");
        using var entries = Collect<long>("matching.log.entries");
        await service.RankAsync(Example.Json);
        await service.GetAsync("/v1/cases/SOF-2026-00017");
        await service.GetAsync("/nowhere/SOF-2026-00017");
        // The answer is sent before its request is measured.
        await durations.WaitForMeasurementsAsync(3, Patience);
        var tags = new[] { requests.GetMeasurementSnapshot(), entries.GetMeasurementSnapshot() }
            .SelectMany(all => all.Select(one => one.Tags))
            .Concat(durations.GetMeasurementSnapshot().Select(one => one.Tags))
            .SelectMany(tags => tags)
            .ToList();
        Assert.That(tags.Select(tag => tag.Key).Distinct(), Is.SubsetOf(TagsOfOurs));
        Assert.That(
            tags.Select(tag => $"{tag.Value}"),
            Has.None.Contains("SOF").And.Some.EqualTo("/v1/cases/{caseReference}").And.Some.EqualTo("none")
        );
    }

    /// <summary>Listens to an instrument of this fixture's service alone; other services may run beside it.</summary>
    MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(service.App.Services.GetRequiredService<IMeterFactory>(), Measurements.Name, instrument);

    CollectedMeasurement<T> Observed<T>(string instrument)
        where T : struct
    {
        using var collector = Collect<T>(instrument);
        collector.RecordObservableInstruments();
        return collector.LastMeasurement!;
    }
}
