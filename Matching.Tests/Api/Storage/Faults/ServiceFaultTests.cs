using System.Net;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage.Faults;

/// <summary>The running service while its disk fails, and after.</summary>
[NonParallelizable] // The faulty file system stands under every SQLite connection of the process.
public sealed class ServiceFaultTests
{
    static readonly Fault[] Faults =
    [
        new(FaultyOperation.Write, FaultKind.Full, Times: null),
        new(FaultyOperation.Write, FaultKind.Error, Times: null),
        new(FaultyOperation.Write, FaultKind.Torn, Times: null),
        new(FaultyOperation.Write, FaultKind.ReadOnly, Times: null),
        new(FaultyOperation.Sync, FaultKind.Error, Times: null),
    ];

    string folder = "";
    FaultyDisk disk = null!;
    LiveService service = null!;

    [SetUp]
    public async Task Start()
    {
        folder = TemporaryStore.NewFolder();
        disk = FaultyDisk.Under(folder);
        service = await LiveService.StartOnAsync(folder);
    }

    [TearDown]
    public async Task Stop()
    {
        disk.Mend();
        await service.DisposeAsync();
        disk.Dispose();
    }

    [TestCaseSource(nameof(Faults))]
    public async Task While_writing_fails_rankings_are_refused_and_nothing_is_lost(object fault)
    {
        var before = await service.RankAsync(Example.Json, idempotencyKey: "before");
        disk.Break((Fault)fault);

        var refused = await service.RankAsync(Example.Json, idempotencyKey: "refused");
        var read = await service.GetAsync($"/v1/rankings/{before.RankingId}");
        var again = await service.RankAsync(Example.Json, idempotencyKey: "before");

        Assert.That(refused, Is.Not.Null.And.Matches<Reply>(IsRefusal), refused.ToString());
        Assert.That(read, Is.Not.Null.And.Matches<Reply>(IsRefusal), "A read that cannot be put into the access log is not answered.");
        Assert.That((await service.GetAsync("/v1/placements")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((again.Status, again.Text), Is.EqualTo((HttpStatusCode.OK, before.Text)));

        disk.Mend();
        Assert.That((await service.RankAsync(Example.Json, idempotencyKey: "refused")).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await service.RankAsync(Example.Json, idempotencyKey: "refused")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task While_reading_fails_callers_are_asked_to_come_back()
    {
        var id = (await service.RankAsync(Example.Json)).RankingId;
        service = await service.RestartAsync();
        disk.Break(new Fault(FaultyOperation.Open, FaultKind.Error, Times: null));
        var leases = Enumerable.Range(0, 40).Select(_ => service.GetAsync($"/v1/rankings/{id}"));
        Assert.That(await Task.WhenAll(leases), Is.All.Matches<Reply>(reply => reply!.Status == HttpStatusCode.OK || IsRefusal(reply)));

        disk.Break(new Fault(FaultyOperation.Read, FaultKind.Error, Times: null));
        var ranking = await service.RankAsync(Example.With("caseReference", "\"never-seen\""), idempotencyKey: "key");
        Assert.That(ranking.Status == HttpStatusCode.Created || IsRefusal(ranking), ranking.ToString());

        disk.Mend();
        Assert.That((await service.GetAsync($"/v1/rankings/{id}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_service_is_not_ready_while_it_cannot_write_and_ready_by_itself_once_it_can()
    {
        disk.Break(new Fault(FaultyOperation.Write, FaultKind.Full, Times: null));
        await service.RankAsync(Example.Json);
        var notReady = await service.GetAsync("/health/ready", caller: "");
        var live = await service.GetAsync("/health/live", caller: "");
        disk.Mend();
        var ready = await service.GetAsync("/health/ready", caller: "");

        Assert.That(
            (notReady.Status, notReady.ContentType, notReady.Headers.RetryAfter),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json", notReady.Headers.RetryAfter))
        );
        Assert.That(notReady.Headers.RetryAfter, Is.Not.Null);
        Assert.That(notReady.Json.GetProperty("reasons")[0].GetProperty("code").GetString(), Is.EqualTo("cannot-record"));
        Assert.That(notReady.Text, Does.Contain("sqliteVersion").And.Not.Contain("SQLite Error"));
        Assert.That((live.Status, ready.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That(ready.Json.GetProperty("reasons").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Nothing_is_written_to_ask_for_readiness_while_writing_works()
    {
        await service.RankAsync(Example.Json);
        var log = service.App.Services.GetRequiredService<MatchingStore>().Log;
        var transactions = log.Transactions;
        for (var i = 0; i < 3; i++)
            Assert.That((await service.GetAsync("/health/ready", caller: "")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(log.Transactions, Is.EqualTo(transactions));
    }

    static bool IsRefusal(Reply? reply) =>
        reply is { Status: HttpStatusCode.ServiceUnavailable, ContentType: "application/problem+json" }
        && reply.Headers.RetryAfter is not null
        && !reply.Text.Contains("SQLite", StringComparison.Ordinal);
}
