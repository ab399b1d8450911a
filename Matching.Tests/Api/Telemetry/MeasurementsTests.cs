using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Matching.Api.Telemetry;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Telemetry;

/// <summary>What is counted, on both stores.</summary>
[OnEachStore]
[NonParallelizable] // A listener hears the meters of every service in the process.
public sealed class MeasurementsTests
{
    static readonly string[] TagsOfOurs = ["method", "route", "status", "reason", "kind", "database"];

    readonly ConcurrentQueue<(object? Scope, string Name, double Value, KeyValuePair<string, object?>[] Tags)> all = new();
    MeterListener listener = null!;
    LiveService service = null!;

    /// <summary>What the meters of this fixture's service have measured; other services may run beside it.</summary>
    IEnumerable<(object? Scope, string Name, double Value, KeyValuePair<string, object?>[] Tags)> Seen =>
        all.Where(one => ReferenceEquals(one.Scope, service.App.Services.GetRequiredService<IMeterFactory>()));

    [SetUp]
    public async Task Start()
    {
        all.Clear();
        // What services before this one still hold is none of ours.
        var isOwn = false;
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (isOwn && instrument.Meter.Name == Measurements.Name)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => all.Enqueue((instrument.Meter.Scope, instrument.Name, value, tags.ToArray()))
        );
        listener.SetMeasurementEventCallback<int>(
            (instrument, value, tags, _) => all.Enqueue((instrument.Meter.Scope, instrument.Name, value, tags.ToArray()))
        );
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => all.Enqueue((instrument.Meter.Scope, instrument.Name, value, tags.ToArray()))
        );
        listener.Start();
        isOwn = true;
        service = await LiveService.StartAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        listener.Dispose();
    }

    [Test]
    public async Task Rankings_and_accesses_are_counted_by_kind()
    {
        var ranking = await service.RankAsync(Example.Json);
        await service.GetAsync($"/v1/rankings/{ranking.RankingId}");
        await service.RankAsync(Example.Json);
        var kinds = Seen.Where(one => one.Name == "matching.log.entries").Select(one => one.Tags.Single().Value).ToList();
        Assert.That(kinds, Is.EqualTo(new[] { "ranking", "access", "ranking" }));
    }

    [Test]
    public async Task The_same_request_twice_is_recorded_and_counted_once()
    {
        await service.RankAsync(Example.Json, idempotencyKey: "once");
        await service.RankAsync(Example.Json, idempotencyKey: "once");
        Assert.That(Seen.Count(one => one.Name == "matching.log.entries"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_store_and_its_queue_are_told_when_asked()
    {
        await service.RankAsync(Example.Json);
        listener.RecordObservableInstruments();
        var database = Seen.Single(one => one.Name == "matching.store").Tags.Single().Value;
        Assert.That(database, Is.EqualTo(service.Postgres is null ? "sqlite" : "postgresql"));
        Assert.That(Seen.Single(one => one.Name == "matching.log.queue").Value, Is.Zero);
        Assert.That(Seen.Single(one => one.Name == "matching.log.transactions").Value, Is.GreaterThan(0));
        Assert.That(Seen.Single(one => one.Name == "matching.checkpoint.ok").Value, Is.EqualTo(1));
    }

    [Test]
    public async Task Tags_are_of_ours_and_hold_templates_never_paths()
    {
        await service.RankAsync(Example.Json);
        await service.GetAsync("/v1/cases/SOF-2026-00017");
        await service.GetAsync("/nowhere/SOF-2026-00017");
        listener.RecordObservableInstruments();
        var tags = Seen.SelectMany(one => one.Tags).ToList();
        Assert.That(tags.Select(tag => tag.Key).Distinct(), Is.SubsetOf(TagsOfOurs));
        Assert.That(
            tags.Select(tag => $"{tag.Value}"),
            Has.None.Contains("SOF").And.Some.EqualTo("/v1/cases/{caseReference}").And.Some.EqualTo("none")
        );
    }
}
