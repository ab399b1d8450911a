using Matching.Api.Searches;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Searches;

/// <summary>A place that does not answer in time has not answered: by the calendar of Copenhagen, and recorded once.</summary>
[OnEachStore]
public sealed class OfferExpiryTests
{
    // A minute before midnight in Copenhagen, in summer and in winter, on leap day, and on New Year's Eve.
    [TestCase("2027-03-27T22:59:00Z", "2027-03-27")]
    [TestCase("2027-03-28T21:59:00Z", "2027-03-28")]
    [TestCase("2027-10-31T22:59:00Z", "2027-10-31")]
    [TestCase("2028-02-29T22:59:00Z", "2028-02-29")]
    [TestCase("2026-12-31T22:59:00Z", "2026-12-31")]
    public async Task It_expires_when_the_day_is_over_in_Copenhagen(string moment, string day)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));
        await using var service = await LiveService.StartAtAsync(clock);
        var visitation = new Visitation(service, clock);
        Assert.That(visitation.Day(), Is.EqualTo(day));
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId, answerIn: 0);
        Assert.That(await visitation.StateOfOfferAsync(offerId), Is.EqualTo("open"));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(await visitation.StateOfOfferAsync(offerId), Is.EqualTo("expired"));
        Assert.That((await visitation.SearchNowAsync(searchId))["tasks"]![0]!["task"]!.GetValue<string>(), Is.EqualTo("no-answer"));
        Assert.That((await visitation.AcceptAsync(offerId)).Status, Is.EqualTo(System.Net.HttpStatusCode.Conflict));
    }

    [Test]
    public async Task That_it_expired_is_recorded_by_itself_also_by_a_service_that_was_not_running_then()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var service = await LiveService.StartAtAsync(clock);
        try
        {
            var visitation = new Visitation(service, clock);
            var searchId = await visitation.OpenAsync();
            var (first, second) = (
                await visitation.OfferAsync(searchId, answerIn: 1),
                await visitation.OfferAsync(searchId, "skodsborg", answerIn: 3)
            );
            await ExpireAsync(clock, service, first, TimeSpan.FromDays(2));
            Assert.That(await visitation.StateOfOfferAsync(second), Is.EqualTo("open"));
            service = await service.RestartAsync(() => clock.Advance(TimeSpan.FromDays(2)));
            await ExpireAsync(clock, service, second, TimeSpan.Zero);
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    [Test]
    public async Task A_hold_that_runs_out_frees_the_bed_and_leaves_a_task()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var service = await LiveService.StartAtAsync(clock);
        var visitation = new Visitation(service, clock);
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId);
        await visitation.ReplyAsync(offerId, $$"""{"answer":"accepted","holdUntil":"{{visitation.Day(5)}}"}""");
        clock.Advance(TimeSpan.FromDays(5));
        Assert.That((await service.GetAsync($"/v1/offers/{offerId}")).Json.GetProperty("holds").GetBoolean(), Is.True);
        clock.Advance(TimeSpan.FromDays(1));

        Assert.That((await service.GetAsync($"/v1/offers/{offerId}")).Json.GetProperty("holds").GetBoolean(), Is.False);
        var search = await visitation.SearchNowAsync(searchId);
        Assert.That(
            (search["state"]!.GetValue<string>(), search["tasks"]![0]!["task"]!.GetValue<string>()),
            Is.EqualTo(("open", "hold-ended"))
        );
    }

    /// <summary>Lets time pass until the expiry of an offer is recorded, which is then so in its access log once.</summary>
    static async Task ExpireAsync(FakeTimeProvider clock, LiveService service, string offerId, TimeSpan passes)
    {
        clock.Advance(passes);
        for (var tries = 0; (await service.GetAsync($"/v1/offers/{offerId}")).Json.GetProperty("version").GetInt32() == 1; tries++)
        {
            Assert.That(tries, Is.LessThan(300), "nobody recorded that the offer expired");
            clock.Advance(OfferExpiry.Interval);
            await Task.Delay(20);
        }
        var log = (await service.GetAsync($"/v1/cases/{Visitation.Case}/access-log")).Json.GetProperty("entries");
        Assert.That(log.EnumerateArray().Where(line => line.GetProperty("action").GetString() == "offer-expired"), Is.Not.Empty);
        Assert.That((await service.GetAsync($"/v1/offers/{offerId}")).Json.GetProperty("version").GetInt32(), Is.EqualTo(2));
    }
}
