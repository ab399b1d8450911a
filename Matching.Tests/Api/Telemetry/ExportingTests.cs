using System.Diagnostics;
using System.Net;
using System.Text;
using Matching.Tests.Api.Support;
using Npgsql;
using NUnit.Framework;

namespace Matching.Tests.Api.Telemetry;

/// <summary>What reaches a collector, and what must never reach one, on both stores.</summary>
[OnEachStore]
[NonParallelizable] // A listener hears the spans of every service in the process.
public sealed class ExportingTests
{
    const string Secret = "SECRET-CASE-77";
    const string Purpose = "purpose-of-nobody-else";
    const string CivilNumber = "0101901234";
    const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    const string CallersSpan = "b7ad6b7169203331";

    FakeCollector collector = null!;
    TestIssuer issuer = null!;
    string rankingId = "";
    string token = "";

    [OneTimeSetUp]
    public async Task Call()
    {
        collector = await FakeCollector.StartAsync();
        issuer = await TestIssuer.StartAsync();
        var rolesFile = Path.Combine(Path.GetTempPath(), $"matching-roles-{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(rolesFile, """{ "groups": { "visitation-north": { "roles": ["visitator"], "teams": ["*"] } } }""");
        await using var service = await LiveService.StartAsync([
            $"--Telemetry:OtlpEndpoint={collector.Address}",
            "--Telemetry:ServiceName=matching-tried",
            .. issuer.Settings(rolesFile),
        ]);
        File.Delete(rolesFile);
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
                request.Headers.UserAgent.ParseAdd(Secret);
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
        token = issuer.Token();
        var known = await service.SendAsync(
            HttpMethod.Get,
            "/v1/placements",
            caller: "",
            change: request =>
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                request.Headers.Add("traceparent", $"00-{TraceId}-{CallersSpan}-01");
                request.Headers.Add("tracestate", $"vendor={Secret}");
                request.Headers.Add("baggage", $"case={Secret}");
            }
        );
        Assert.That(known.Status, Is.EqualTo(HttpStatusCode.OK));
        if (service.Postgres is { } connectionString)
            await FailInDatabaseAsync(connectionString);
        rankingId = ranked.RankingId;
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await issuer.DisposeAsync();
        await collector.DisposeAsync();
    }

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
    [TestCase("dotnet.gc.collections")]
    [TestCase("dotnet.process.memory.working_set")]
    [TestCase("matching-tried")]
    [TestCase("/v1/cases/{caseReference}")]
    public void A_metric_arrives(string text) => Assert.That(collector.Metrics, Does.Contain(text));

    [TestCase("POST /v1/rankings")]
    [TestCase("GET /v1/rankings/{id}")]
    [TestCase("rank")]
    [TestCase("record")]
    [TestCase("read")]
    [TestCase("_OTHER")]
    [TestCase("System.Net.Http")]
    public void A_span_arrives(string text) => Assert.That(collector.Traces, Does.Contain(text));

    [Test]
    public void The_database_is_named_and_has_spans_where_it_is_PostgreSQL()
    {
        var isShared = OnEachStoreAttribute.Current == StoreKind.Postgres;
        Assert.That(collector.Metrics, Does.Contain(isShared ? "postgresql" : "sqlite"));
        Assert.That(collector.Traces, isShared ? Does.Contain("Npgsql").And.Contain("22P02") : Does.Not.Contain("Npgsql"));
    }

    [Test]
    public void The_issuer_hears_nothing_of_the_trace_of_the_caller() =>
        Assert.That(issuer.Headers, Does.Contain("Host").And.Not.Contain(Secret).And.Not.Contain(TraceId).And.Not.Contain("baggage"));

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
    [TestCase("url.query")]
    [TestCase("url.full")]
    [TestCase("user_agent")]
    [TestCase("server.address")]
    [TestCase("http.request.method_original")]
    [TestCase("db.query.text")]
    [TestCase("db.namespace")]
    [TestCase("SELECT")]
    [TestCase("someone")]
    [TestCase("127.0.0.1")]
    public void Nothing_that_was_sent_arrives(string text) => Assert.That(collector.All, Does.Not.Contain(text));

    [Test]
    public void No_ranking_and_no_token_is_named() => Assert.That(collector.All, Does.Not.Contain(rankingId).And.Not.Contain(token));

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

    /// <summary>A command within a request whose fault the database reports with what was sent.</summary>
    static async Task FailInDatabaseAsync(string connectionString)
    {
        using var server = new ActivitySource("Microsoft.AspNetCore");
        using var request = server.StartActivity("failing", ActivityKind.Server);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT '{Secret}'::int", connection);
        Assert.That(command.ExecuteScalarAsync, Throws.TypeOf<PostgresException>().With.Message.Contains(Secret));
    }
}
