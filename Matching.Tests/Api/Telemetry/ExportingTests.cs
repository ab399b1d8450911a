using System.Net;
using System.Text;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Telemetry;

/// <summary>What reaches a collector, and what must never reach one.</summary>
[NonParallelizable] // A listener hears the spans of every service in the process.
public sealed class ExportingTests
{
    const string Secret = "SECRET-CASE-77";
    const string Purpose = "purpose-of-nobody-else";
    const string CivilNumber = "0101901234";
    const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    const string CallersSpan = "b7ad6b7169203331";

    FakeCollector collector = null!;
    string rankingId = "";

    [OneTimeSetUp]
    public async Task Call()
    {
        collector = await FakeCollector.StartAsync();
        await using var service = await LiveService.StartAsync(
            $"--Telemetry:OtlpEndpoint={collector.Address}",
            "--Telemetry:ServiceName=matching-tried"
        );
        // Exporting begins beside the start; what is listened to from then on is what is tried.
        for (var waited = 0; waited < 200 && !Matching.Api.Telemetry.Tracing.IsListenedTo; waited++)
            await Task.Delay(50);
        var ranked = await service.SendAsync(
            HttpMethod.Post,
            "/v1/rankings",
            LiveService.Content(Example.With("caseReference", $"\"{Secret}\"")),
            change: request =>
            {
                request.Headers.Add("X-Purpose", Purpose);
                request.Headers.Add("traceparent", $"00-{TraceId}-{CallersSpan}-00");
                request.Headers.Add("tracestate", $"vendor={Secret}");
                request.Headers.Add("baggage", $"case={Secret}");
            }
        );
        Assert.That(ranked.Status, Is.EqualTo(HttpStatusCode.Created));
        await service.GetAsync($"/v1/rankings/{ranked.RankingId}");
        await service.GetAsync($"/v1/cases/{Secret}");
        await service.GetAsync($"/v1/cases/{CivilNumber}");
        await service.GetAsync($"/v1/placements?q={CivilNumber}");
        await service.GetAsync($"/{Secret}/{CivilNumber}");
        await service.SendAsync(new HttpMethod(Secret), "/v1/placements");
        await service.RankAsync($"{{\"caseReference\":\"{CivilNumber}\"}}", idempotencyKey: Secret);
        await service.GetWithKeyAsync("/v1/placements", "wrong-key-of-nobody");
        rankingId = ranked.RankingId;
    }

    [OneTimeTearDown]
    public async Task Stop() => await collector.DisposeAsync();

    [TestCase("matching.requests")]
    [TestCase("matching.request.duration")]
    [TestCase("matching.log.entries")]
    [TestCase("matching.log.batch")]
    [TestCase("matching.log.commit.duration")]
    [TestCase("matching.log.queue")]
    [TestCase("matching.log.transactions")]
    [TestCase("matching.store")]
    [TestCase("matching.checkpoint.ok")]
    [TestCase("matching.checkpoint.entries")]
    [TestCase("matching.checkpoint.age")]
    [TestCase("sqlite")]
    [TestCase("matching-tried")]
    [TestCase("/v1/cases/{caseReference}")]
    public void A_metric_arrives(string text) => Assert.That(collector.Metrics, Does.Contain(text));

    [TestCase("POST /v1/rankings")]
    [TestCase("GET /v1/rankings/{id}")]
    [TestCase("rank")]
    [TestCase("record")]
    [TestCase("read")]
    [TestCase("OTHER none")]
    public void A_span_arrives(string text) => Assert.That(collector.Traces, Does.Contain(text));

    [TestCase(TraceId)]
    [TestCase(CallersSpan)]
    public void The_trace_of_the_caller_goes_on(string hex) =>
        Assert.That(collector.Traces, Does.Contain(Encoding.Latin1.GetString(Convert.FromHexString(hex))));

    [TestCase(Secret)]
    [TestCase(Purpose)]
    [TestCase(CivilNumber)]
    [TestCase("key-of-all")]
    [TestCase("wrong-key-of-nobody")]
    [TestCase("url.path")]
    [TestCase("127.0.0.1")]
    public void Nothing_that_was_sent_arrives(string text) => Assert.That(collector.All, Does.Not.Contain(text));

    [Test]
    public void No_ranking_is_named() => Assert.That(collector.All, Does.Not.Contain(rankingId));

    [Test]
    public async Task A_collector_that_is_away_stops_neither_rankings_nor_the_end()
    {
        await using var service = await LiveService.StartAsync("--Telemetry:OtlpEndpoint=http://127.0.0.1:9");
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Nothing_is_listened_to_unless_it_is_configured()
    {
        await using var service = await LiveService.StartAsync();
        Assert.That(Matching.Api.Telemetry.Tracing.IsListenedTo, Is.False);
    }
}
