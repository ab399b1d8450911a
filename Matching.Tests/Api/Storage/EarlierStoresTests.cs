using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Matching.Api.Storage;
using Matching.Tests.Api.Commands;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>
/// A small store of every schema there ever was, as its own program wrote it, opened with today's. All in them is made up, and their master
/// key is
/// known to everyone. A new schema needs a store too: the last test makes it when asked to.
/// </summary>
public sealed class EarlierStoresTests
{
    const string TestKey = "matching-test-key-synthetic-only";

    const string LastBeforeVersion11 = "schema-0006";

    static readonly string[] FactsOfVersion11 =
    [
        "dueDate",
        "eatingDisorderSeverity",
        "psychiatricDischarge",
        "withdrawalRisk",
        "hearing",
        "sight",
        "signLanguage",
        "lastHealthCheck",
        "schoolType",
        "leisure",
        "sellingSex",
        "thriving",
        "movesTotal",
    ];

    static string Stores => RepositoryFiles.PathOf("Matching.Tests", "Data", "stores");

    static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Stores, "schema-*").Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Names))]
    public async Task A_store_of_an_earlier_program_is_brought_up_to_date_and_everything_in_it_still_reads_and_replays(string name)
    {
        var folder = Copied(name);
        await using var service = await LiveService.StartOnAsync(folder);

        var verification = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
        var expected = JsonSerializer.Deserialize<Expected[]>(await File.ReadAllBytesAsync(Path.Combine(Stores, name, "expected.json")))!;
        foreach (var ranking in expected)
        {
            var read = await service.GetAsync($"/v1/rankings/{ranking.RankingId}");
            Assert.That(read.Status, Is.EqualTo(HttpStatusCode.OK), read.ToString());
            Assert.That(Expected.Of(read), Is.EqualTo(ranking));
            var replay = (await service.ReplayAsync(ranking.RankingId)).Json;
            Assert.That(replay.GetProperty("identical").GetBoolean(), Is.True, replay.GetRawText());
            var whatIf = await service.AskWhatIfAsync(ranking.RankingId, "{}");
            Assert.That(
                (whatIf.Status, whatIf.Json.GetProperty("differences").GetArrayLength()),
                Is.EqualTo((HttpStatusCode.OK, 0)),
                "an empty patch makes no difference, whatever engine answered then"
            );
            Assert.That(
                (await service.GetAsync($"/v1/rankings/{ranking.RankingId}/counterfactuals?placementId=nexus")).Status,
                Is.EqualTo(HttpStatusCode.OK)
            );
        }
        Assert.That(
            (await service.RankAsync(FirstRequestOf(name), idempotencyKey: "first")).RankingId,
            Is.EqualTo(expected[0].RankingId),
            "an idempotency key is remembered"
        );
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_store_of_the_present_schema_verifies_before_todays_program_starts_on_it()
    {
        var folder = Copied(await NameOfPresentAsync());
        var run = await CommandRun.OfAsync(["verify", "--data-directory", folder]);
        Assert.That((run.Code, run.Out.Contains("intact", StringComparison.Ordinal)), Is.EqualTo((0, true)), run.ToString());
    }

    [Test]
    public async Task The_present_schema_has_a_store_of_its_own()
    {
        var name = await NameOfPresentAsync();
        if (!Names.Contains(name) && Environment.GetEnvironmentVariable("MATCHING_UPDATE_SNAPSHOTS") == "1")
            await MakeAsync(Path.Combine(Stores, name));
        Assert.That(Names, Does.Contain(name), "Run this test once with MATCHING_UPDATE_SNAPSHOTS=1 and commit the folder it makes.");
    }

    /// <summary>The example as it was when a store was made: up to schema 6 without what came with version 1.1 of the contract.</summary>
    static string FirstRequestOf(string name)
    {
        if (string.CompareOrdinal(name, LastBeforeVersion11) > 0)
            return Example.Json;
        var request = JsonNode.Parse(Example.Json)!.AsObject();
        foreach (var part in new[] { "home", "safety", "neededFrom" })
            request.Remove(part);
        var child = request["child"]!.AsObject();
        foreach (var fact in FactsOfVersion11)
            child.Remove(fact);
        foreach (var placement in child["placements"]!.AsArray())
        {
            placement!.AsObject().Remove("breakdownReason");
            placement.AsObject().Remove("thrived");
        }
        return request.ToJsonString();
    }

    static string Copied(string name)
    {
        var folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "matching.db", "master.key" })
            PrivateFile.Copy(Path.Combine(Stores, name, file), Path.Combine(folder, file));
        return folder;
    }

    static async Task<string> NameOfPresentAsync()
    {
        await using var temporary = TemporaryStore.Open();
        using var connection = temporary.OpenRaw();
        return $"schema-{connection.ExecuteScalar<long>("SELECT MAX(number) FROM schema_migrations"):0000}";
    }

    static async Task MakeAsync(string target)
    {
        var folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(folder);
        PrivateFile.Create(Path.Combine(folder, "matching.first-start"), []);
        PrivateFile.Create(
            Path.Combine(folder, "master.key"),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(TestKey)) + "\n")
        );
        await using var service = await LiveService.StartOnAsync(folder);
        var rankings = new List<Expected> { Expected.Of(await service.RankAsync(Example.Json, idempotencyKey: "first")) };
        await service.ReportAsync("skodsborg", 2);
        rankings.Add(Expected.Of(await service.RankAsync(Example.With("caseReference", "\"SOF-2026-00018\""))));
        await service.ReportAsync("skodsborg", 0);
        rankings.Add(Expected.Of(await service.RankAsync(Example.Json)));
        await service.StopAsync();

        Directory.CreateDirectory(target);
        foreach (var file in new[] { "matching.db", "master.key" })
            File.Copy(Path.Combine(folder, file), Path.Combine(target, file));
        await File.WriteAllTextAsync(Path.Combine(target, "expected.json"), JsonSerializer.Serialize(rankings) + "\n");
    }

    /// <summary>What a ranking must still say.</summary>
    sealed record Expected(string RankingId, string RecordedAt, string CaseReference, string First, decimal Score, long State)
    {
        public static Expected Of(Reply ranking)
        {
            var first = ranking.Json.GetProperty("placements")[0];
            return new Expected(
                ranking.RankingId,
                ranking.Json.GetProperty("recordedAt").GetString()!,
                ranking.Json.GetProperty("caseReference").GetString()!,
                first.GetProperty("placementId").GetString()!,
                first.GetProperty("score").GetDecimal(),
                ranking.Json.GetProperty("versions").GetProperty("state").GetInt64()
            );
        }
    }
}
