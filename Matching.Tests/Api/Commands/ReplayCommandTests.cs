using System.Text.Json;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Parsing;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

public sealed class ReplayCommandTests
{
    [Test]
    public async Task A_ranking_of_the_running_service_comes_out_identical()
    {
        await using var service = await RunningService.StartAsync();
        var id = await service.RankIdAsync(Requests.Usual);

        var run = await CommandRun.OfAsync(["replay", id, "--data-directory", service.DataDirectory]);

        Assert.That((run.Code, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Out, Does.Contain(id).And.Contain("identical to the byte"));
    }

    [Test]
    public async Task A_what_if_of_the_running_service_comes_out_identical_also_from_a_backup()
    {
        await using var service = await RunningService.StartAsync();
        var id = await service.RankIdAsync(Requests.Usual);
        var whatIf = await service.AskWhatIfIdAsync(id, """{"child":{"selfHarm":"mild"}}""");
        var root = Directory.CreateTempSubdirectory("matching-what-ifs-");
        var (backup, restored) = (Path.Combine(root.FullName, "backup"), Path.Combine(root.FullName, "restored"));
        Assert.That(
            (await CommandRun.OfAsync(["backup", "--to", backup, "--with-key", "--data-directory", service.DataDirectory])).Code,
            Is.Zero
        );
        Assert.That((await CommandRun.OfAsync(["restore", "--from", backup, "--data-directory", restored])).Code, Is.Zero);

        foreach (var directory in new[] { service.DataDirectory, restored })
        {
            var run = await CommandRun.OfAsync(["replay", whatIf, "--data-directory", directory]);
            Assert.That((run.Code, run.Error), Is.EqualTo((0, "")));
            Assert.That(run.Out, Does.Contain($"What-if   {whatIf}, based on ranking {id}").And.Contain("identical to the byte"));
        }
        root.Delete(recursive: true);
    }

    [Test]
    public async Task Every_difference_is_listed_and_a_newer_engine_is_named()
    {
        await using var service = await RunningService.StartAsync();
        await service.RankIdAsync(Requests.Usual);
        await service.StopAsync();
        var id = await RecordAsync(
            service.DataDirectory,
            record =>
            {
                var first = record.Answer.Placements[0];
                var placements = record.Answer.Placements.ToList();
                placements[0] = first with { Score = first.Score + 1, BestAvailable = true };
                return record with
                {
                    Versions = record.Versions with { Engine = "0.9.0" },
                    Answer = record.Answer with { Placements = placements },
                };
            }
        );

        var run = await CommandRun.OfAsync(["replay", id, "--data-directory", service.DataDirectory]);

        Assert.That(run.Code, Is.EqualTo(1));
        Assert.That(
            run.Out,
            Does.Contain("different in 2 places")
                .And.Contain("  placements[0].score\n")
                .And.Contain("  placements[0].bestAvailable\n")
                .And.Contain("replayed  (not there)")
                .And.Contain("engine 0.9.0")
                .And.Contain($"now {Matching.Engine.Matcher.EngineVersion}")
        );
    }

    [Test]
    public async Task What_cannot_be_replayed_is_told()
    {
        await using var service = await RunningService.StartAsync();
        var (kept, erased) = (await service.RankIdAsync(Requests.Usual), await service.RankIdAsync(Requests.LittleKnown));
        await service.StopAsync();
        service.Tamper("DELETE FROM cases WHERE subject_id = (SELECT subject_id FROM log_entries WHERE sequence = 2)");
        service.Tamper("DROP TRIGGER log_entries_are_never_changed; UPDATE log_entries SET payload = zeroblob(100) WHERE sequence = 1");

        Assert.That(await ErrorAsync(erased, service.DataDirectory), Is.EqualTo("The ranking was erased."));
        Assert.That(await ErrorAsync(kept, service.DataDirectory), Does.EndWith("it was changed. Run verify."));
        Assert.That(
            await ErrorAsync(Guid.NewGuid().ToString(), service.DataDirectory),
            Is.EqualTo("There is no such ranking or what-if in this record.")
        );
        Assert.That(await ErrorAsync("17", service.DataDirectory), Does.StartWith("That is not the id of a ranking"));
        Assert.That(
            await ErrorAsync(kept, Path.Combine(service.DataDirectory, "elsewhere")),
            Does.StartWith("The record cannot be opened. There is no database")
        );
    }

    static async Task<string> ErrorAsync(string id, string dataDirectory)
    {
        var run = await CommandRun.OfAsync(["replay", id, "--data-directory", dataDirectory]);
        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        return run.Error.Trim();
    }

    static async Task<string> RecordAsync(string dataDirectory, Func<RankingRecord, RankingRecord> change)
    {
        var data = ShippedData.Load(ShippedData.DefaultFolder);
        using var body = JsonDocument.Parse(Requests.Usual);
        var request = RankingRequestReader.Read(body.RootElement, data.ReferenceDataSet, default, new Problems())!;
        var record = change(RankingHandler.Rank(request, body.RootElement, data, PlacementState.Empty));
        await using var store = MatchingStore.Open(dataDirectory, TimeProvider.System);
        var entry = await store.Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.Ranking,
                Caller = "test",
                Payload = RankingRecordJson.Write(record),
                Case = store.Cases.GetOrCreate(record.CaseReference),
            },
            CancellationToken.None
        );
        return entry.EntryId;
    }
}
