using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Api.Http;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>
/// A civil registration number is refused wherever it stands, and is found again neither in the answer, nor in the log lines, nor on disk.
/// </summary>
public sealed class CivilNumberTests
{
    const string Plain = "1402081239";
    const string Dashed = "140208-1239";

    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync("--Logging:LogLevel:Matching=Trace");

    [OneTimeTearDown]
    public async Task NothingOfItIsKept()
    {
        await service.StopAsync();
        var kept = Directory
            .EnumerateFiles(service.Folder)
            .Select(file => File.ReadAllText(file, System.Text.Encoding.Latin1))
            .Append(service.Log.Text)
            .ToList();
        await service.DisposeAsync();
        Assert.That(
            kept.Where(text => text.Contains(Plain, StringComparison.Ordinal) || text.Contains(Dashed, StringComparison.Ordinal)),
            Is.Empty
        );
    }

    public static IEnumerable<string> EveryValue => Leaves(Example.Node(), "");

    public static IEnumerable<string> EveryObject => Objects(Example.Node(), "");

    [TestCaseSource(nameof(EveryValue))]
    public async Task In_any_value_it_is_refused_there(string path)
    {
        foreach (
            var value in new[]
            {
                $"\"{Plain}\"",
                $"\"{Dashed}\"",
                $"\"a{Plain}b\"",
                $"\"{string.Concat(Plain.Select(digit => $"\\u{(int)digit:x4}"))}\"",
                Plain,
                $"-{Plain}",
                $"{Plain}.5",
            }
        )
            await RefusedAsync(await service.RankAsync(Example.With(path, value)), path);
    }

    [TestCaseSource(nameof(EveryObject))]
    public async Task In_the_name_of_a_field_it_is_refused_without_the_name(string path)
    {
        foreach (var name in new[] { Plain, Dashed, $"child{Plain}" })
        {
            var node = Example.Node();
            Example.Set(node, path.Length == 0 ? name : $"{path}.{name}", 1);
            await RefusedAsync(
                await service.RankAsync(node.ToJsonString()),
                path.Length == 0 ? "[withheld name]" : $"{path}.[withheld name]"
            );
        }
    }

    [Test]
    public async Task Deep_in_what_nobody_asked_for_it_is_refused()
    {
        await RefusedAsync(await service.RankAsync(Example.With("extra", $$"""{"a":[0,{"b":"{{Dashed}}"}]}""")), "extra.a[1].b");
    }

    [Test]
    public async Task In_an_idempotency_key_it_is_refused()
    {
        await RefusedAsync(await service.RankAsync(Example.Json, idempotencyKey: $"case {Dashed}"), "Idempotency-Key");
    }

    [Test]
    public async Task In_the_query_it_is_refused()
    {
        await RefusedAsync(await service.RankAsync(Example.Json, query: $"?top={Plain}"), "top");
        await RefusedAsync(await service.RankAsync(Example.Json, query: $"?{Dashed}=1"), "[withheld name]");
    }

    [Test]
    public async Task In_a_report_of_free_places_it_is_refused()
    {
        await RefusedAsync(await service.ReportAsync("nexus", 1, Dashed), "asOf");
    }

    [TestCase($"/v1/rankings/{Plain}")]
    [TestCase($"/v1/placements/{Dashed}")]
    [TestCase($"/{Plain}")]
    [TestCase($"/swagger/{Plain}")]
    public async Task In_the_path_it_is_not_repeated(string path)
    {
        var reply = await service.GetAsync(path);
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)));
        Assert.That(reply.ToString() + reply.Headers, Does.Not.Contain(Plain).And.Not.Contain(Dashed));
    }

    [TestCase("X-Api-Key")]
    [TestCase("Accept-Language")]
    [TestCase("Accept")]
    [TestCase("X-Request-Id")]
    [TestCase("User-Agent")]
    [TestCase("traceparent")]
    public async Task In_a_header_it_is_not_repeated(string header)
    {
        var reply = await service.SendAsync(
            HttpMethod.Get,
            "/nothing",
            caller: header == "X-Api-Key" ? "" : LiveService.All,
            change: request => request.Headers.TryAddWithoutValidation(header, Dashed)
        );
        Assert.That(reply.ToString() + reply.Headers, Does.Not.Contain(Dashed));
    }

    // No date, another digit before or after, or fewer digits: not such a number.
    [TestCase("3002081239")]
    [TestCase("0013081239")]
    [TestCase("14020812391")]
    [TestCase("314020812399")]
    [TestCase("140208-12390")]
    [TestCase("140208---1239")]
    [TestCase("14020-81239")]
    [TestCase("140208123")]
    public async Task What_only_looks_like_one_is_taken(string reference)
    {
        Assert.That(
            (await service.RankAsync(Example.With("caseReference", $"\"{reference}\""))).Status,
            Is.EqualTo(HttpStatusCode.Created)
        );
    }

    [TestCase("2902001239")]
    [TestCase("3112991239")]
    [TestCase("0101010000")]
    [TestCase("SOF-1402081239")]
    [TestCase("1402081239/1")]
    [TestCase("140208--1239")]
    [TestCase("140208/1239")]
    [TestCase("140208.1239")]
    [TestCase("140208_1239")]
    [TestCase("14-02-08-1239")]
    public async Task What_reads_as_one_is_refused(string reference)
    {
        var reply = await service.RankAsync(Example.With("caseReference", $"\"{reference}\""));
        Assert.That((reply.Status, string.Join(' ', reply.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, "caseReference")));
    }

    [TestCaseSource(typeof(SomeIdentifiers), nameof(SomeIdentifiers.Kinds))]
    public void An_identifier_in_a_body_is_none(string kind)
    {
        foreach (var id in SomeIdentifiers.Of(kind, 100_000).Chunk(1_000))
        {
            var problems = new Problems();
            using var body = RequestBody.Parse(JsonSerializer.SerializeToUtf8Bytes(new { rankingId = id[0], others = id }), problems);
            Assert.That(problems.Lines(), Is.Empty);
        }
    }

    async Task RefusedAsync(Reply reply, string path)
    {
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)), path);
        Assert.That(reply.FaultyFields, Has.Member(path));
        Assert.That(reply.ToString() + reply.Headers, Does.Not.Contain(Plain).And.Not.Contain(Dashed));
        Assert.That(service.Log.Text, Does.Not.Contain(Plain).And.Not.Contain(Dashed));
    }

    static IEnumerable<string> Leaves(JsonNode? node, string path) =>
        node switch
        {
            JsonObject one => one.SelectMany(pair => Leaves(pair.Value, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")),
            JsonArray list => list.SelectMany((item, i) => Leaves(item, $"{path}[{i}]")),
            _ => [path],
        };

    static IEnumerable<string> Objects(JsonNode? node, string path) =>
        node switch
        {
            JsonObject one => one.SelectMany(pair => Objects(pair.Value, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")).Append(path),
            JsonArray list => list.SelectMany((item, i) => Objects(item, $"{path}[{i}]")),
            _ => [],
        };
}
