using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>Too many requests within a minute.</summary>
public sealed class RateLimitTests
{
    [Test]
    public async Task A_caller_over_the_limit_is_told_when_to_come_back_and_others_are_not_held_up()
    {
        await using var service = await LiveService.StartAsync("--RateLimit:RequestsPerMinute=3");
        var replies = new List<Reply>();
        for (var i = 0; i < 4; i++)
            replies.Add(await service.GetAsync("/v1/placements", "visitator"));
        Assert.That(
            replies.Select(reply => reply.Status),
            Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests })
        );
        Assert.That(replies[^1].FaultAsProblem(), Is.Null);
        Assert.That(replies[^1].Headers.RetryAfter?.Delta, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        Assert.That((await service.GetAsync("/v1/placements", "analyst")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_refused_ranking_is_not_recorded()
    {
        await using var service = await LiveService.StartAsync("--RateLimit:RequestsPerMinute=1");
        var statuses = new[]
        {
            (await service.RankAsync(Example.Json, "visitator")).Status,
            (await service.RankAsync(Example.Json, "visitator")).Status,
        };
        Assert.That(statuses, Is.EqualTo(new[] { HttpStatusCode.Created, HttpStatusCode.TooManyRequests }));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Guessing_keys_is_limited_by_address_whatever_the_key()
    {
        await using var service = await LiveService.StartAsync("--RateLimit:RequestsPerMinute=2");
        var replies = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
            replies.Add((await service.GetWithKeyAsync("/v1/placements", $"guess-{i}")).Status);
        Assert.That(
            replies,
            Is.EqualTo(new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests })
        );
    }

    [Test]
    public async Task Health_is_always_answered()
    {
        await using var service = await LiveService.StartAsync("--RateLimit:RequestsPerMinute=1");
        for (var i = 0; i < 5; i++)
            Assert.That((await service.GetAsync("/health/ready", caller: "")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("RateLimit:RequestsPerMinute=0", "RateLimit:RequestsPerMinute: must be")]
    [TestCase("RateLimit:RequestsPerMinute=many", "RateLimit:RequestsPerMinute: must be")]
    [TestCase("RateLimit:RequestsPerSecond=1", "RateLimit:RequestsPerSecond: is not a known setting")]
    public void Other_limits_are_refused(string setting, string expected)
    {
        Assert.That(Settings.Refusal(setting), Does.Contain(expected));
    }
}
