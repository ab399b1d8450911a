using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>A queue of one entry, and far more callers than that.</summary>
public sealed class OverloadTests
{
    [Test]
    public async Task A_service_that_cannot_take_more_says_try_again_and_records_nothing_of_it()
    {
        await using var service = await LiveService.StartAsync("--Storage:QueueCapacity=1", "--Storage:CommitPerEntry=true");
        var bodies = Enumerable.Range(0, 400).Select(i => Example.With("caseReference", $"\"busy-{i}\""));
        var replies = await Task.WhenAll(bodies.Select(body => service.RankAsync(body)));
        var refused = replies.Where(reply => reply.Status != HttpStatusCode.Created).ToList();
        if (refused.Count == 0)
            Assert.Ignore("The disk was too fast for the queue to fill.");

        Assert.That(refused.Select(reply => reply.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(
            refused,
            Is.All.Matches<Reply>(reply =>
                reply!.ContentType == "application/problem+json"
                && reply.Headers.RetryAfter is not null
                && reply.Headers.Contains("X-Content-Type-Options")
            )
        );
        Assert.That(await service.EntriesAsync(), Is.EqualTo(replies.Length - refused.Count));
    }
}
