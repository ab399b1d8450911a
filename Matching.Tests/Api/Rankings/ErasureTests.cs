using System.Net;
using Dapper;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Rankings;

/// <summary>Without the case's key nobody reads its rankings again, by any way in.</summary>
public sealed class ErasureTests
{
    [Test]
    public async Task An_erased_case_is_gone_for_every_caller_and_for_its_idempotency_key()
    {
        var recorded = await LiveService.StartAsync();
        var ranking = await recorded.RankAsync(Example.Json, idempotencyKey: "erased");
        await recorded.StopAsync();
        using (var connection = TemporaryStore.OpenRaw(Path.Combine(recorded.Folder, "matching.db")))
            connection.Execute("DELETE FROM cases");
        await using var service = await LiveService.StartOnAsync(recorded.Folder);

        var replies = new[]
        {
            await service.GetAsync($"/v1/rankings/{ranking.RankingId}"),
            await service.ReplayAsync(ranking.RankingId),
            await service.RankAsync(Example.Json, idempotencyKey: "erased"),
            await service.GetAsync($"/v1/rankings/{ranking.RankingId}/explanation?audience=child"),
        };
        Assert.That(replies.Select(reply => (reply.Status, reply.FaultAsProblem())), Is.All.EqualTo((HttpStatusCode.Gone, (string?)null)));
    }
}
