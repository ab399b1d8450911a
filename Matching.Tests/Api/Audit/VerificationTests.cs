using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Audit;

/// <summary>The proof over HTTP that the record is whole; what verification finds is tested with the storage.</summary>
[OnEachStore]
public sealed class VerificationTests
{
    [Test]
    public async Task An_empty_log_is_intact()
    {
        await using var service = await LiveService.StartAsync();
        var answer = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That((answer.GetProperty("intact").GetBoolean(), answer.GetProperty("entries").GetInt64()), Is.EqualTo((true, 0L)));
    }

    [Test]
    public async Task Every_ranking_and_report_is_an_entry_and_moves_the_head()
    {
        await using var service = await LiveService.StartAsync();
        var heads = new List<string>();
        foreach (
            var record in new Func<Task>[]
            {
                () => service.RankAsync(Example.Json),
                () => service.ReportAsync("nexus", 1),
                () => service.RankAsync(Example.Json),
            }
        )
        {
            await record();
            var answer = (await service.GetAsync("/v1/audit/verification")).Json;
            Assert.That(
                (answer.GetProperty("intact").GetBoolean(), answer.GetProperty("entries").GetInt64()),
                Is.EqualTo((true, heads.Count + 1L))
            );
            heads.Add(answer.GetProperty("head").GetString()!);
        }
        Assert.That(heads, Is.Unique.And.All.Not.Empty);
    }

    [Test]
    public async Task Reads_of_a_child_are_entries_and_refusals_are_not()
    {
        await using var service = await LiveService.StartAsync();
        var ranking = await service.RankAsync(Example.Json);
        await service.GetAsync($"/v1/rankings/{ranking.RankingId}");
        await service.ReplayAsync(ranking.RankingId);
        await service.RankAsync("{}");
        Assert.That(await service.EntriesAsync(), Is.EqualTo(3));
    }

    [TestCase("UPDATE log_entries SET caller = 'nobody' WHERE sequence = 2")]
    [TestCase("UPDATE log_entries SET payload = (SELECT payload FROM log_entries WHERE sequence = 1) WHERE sequence = 2")]
    [TestCase("DELETE FROM log_entries WHERE sequence = 2")]
    public async Task A_tampered_copy_is_told_to_be_broken_and_where(string tampering)
    {
        var recorded = await LiveService.StartAsync();
        for (var i = 0; i < 3; i++)
            await recorded.RankAsync(Example.Json);
        await using var service = await recorded.RestartAsync(() => recorded.Tamper(tampering));
        var answer = await service.GetAsync("/v1/audit/verification");
        Assert.That(
            (answer.Status, answer.Json.GetProperty("intact").GetBoolean(), answer.Json.GetProperty("firstBrokenSequence").GetInt64()),
            Is.EqualTo((HttpStatusCode.OK, false, 2L))
        );
        Assert.That(answer.Json.GetProperty("problem").ValueKind, Is.EqualTo(JsonValueKind.String));
    }
}
