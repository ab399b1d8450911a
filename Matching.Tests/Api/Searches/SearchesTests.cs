using System.Net;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Searches;

/// <summary>A place is looked for, places are asked, and what comes of it.</summary>
[OnEachStore]
public sealed class SearchesTests
{
    LiveService service = null!;
    Visitation visitation = null!;
    string data = "";

    [SetUp]
    public async Task Start()
    {
        data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await LiveService.StartAsync($"--DataFolder={data}");
        visitation = new Visitation(service);
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task A_search_is_made_read_and_there_is_one_at_a_time()
    {
        await visitation.ProfileAsync();
        var made = await visitation.SearchAsync(body: $$"""{"reason":"breakdown","neededFrom":"{{visitation.Day(10)}}"}""");
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Text);
        var address = made.Headers.Location!.ToString();
        Assert.That(address, Is.EqualTo($"/v1/searches/{Visitation.Id(made, "searchId")}"));
        var read = await service.GetAsync(address);
        Assert.That((read.Text, read.Headers.ETag?.Tag), Is.EqualTo((made.Text, made.Headers.ETag?.Tag)));
        Assert.That(
            (read.Json.GetProperty("state").GetString(), read.Json.GetProperty("reason").GetString()),
            Is.EqualTo(("open", "breakdown"))
        );

        var second = await visitation.SearchAsync();
        Assert.That((second.Status, Code(second)), Is.EqualTo((HttpStatusCode.Conflict, "search-open")));
        var list = await service.GetAsync($"/v1/cases/{Visitation.Case}/searches");
        Assert.That(list.Json.GetProperty("searches").GetArrayLength(), Is.EqualTo(1));
    }

    [TestCase("""{}""", "reason")]
    [TestCase("""{"reason":"boredom"}""", "reason")]
    [TestCase("""{"reason":7}""", "reason")]
    [TestCase("""{"reason":"acute","neededFrom":"2199-01-01"}""", "neededFrom")]
    [TestCase("""{"reason":"acute","soon":true}""", "soon")]
    public async Task A_fault_of_a_search_is_told_by_its_field(string body, string path)
    {
        await visitation.ProfileAsync();
        var reply = await visitation.SearchAsync(body: body);
        Assert.That((reply.Status, reply.FaultyFields.Contains(path)), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
        Assert.That(reply.FaultAsProblem(), Is.Null);
    }

    [TestCase("""{"placementId":"nowhere","answerBy":"{0}"}""", "placementId")]
    [TestCase("""{"answerBy":"{0}"}""", "placementId")]
    [TestCase("""{"placementId":"nexus"}""", "answerBy")]
    [TestCase("""{"placementId":"nexus","answerBy":"2020-01-01"}""", "answerBy")]
    [TestCase("""{"placementId":"nexus","answerBy":"2199-01-01"}""", "answerBy")]
    [TestCase("""{"placementId":"nexus","answerBy":"{0}","services":["luck"]}""", "services[0]")]
    [TestCase("""{"placementId":"nexus","answerBy":"{0}","price":1}""", "price")]
    public async Task A_fault_of_an_offer_is_told_by_its_field(string body, string path)
    {
        var searchId = await visitation.OpenAsync();
        var reply = await visitation.SendAsync(
            HttpMethod.Post,
            $"/v1/searches/{searchId}/offers",
            body.Replace("{0}", visitation.Day(2), StringComparison.Ordinal)
        );
        Assert.That((reply.Status, reply.FaultyFields.Contains(path)), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
    }

    [TestCase("""{"answer":"declined"}""", "reason")]
    [TestCase("""{"answer":"declined","reason":"recorded-in-error"}""", "reason")]
    [TestCase("""{"answer":"accepted","reason":"no-capacity"}""", "reason")]
    [TestCase("""{"answer":"expired"}""", "answer")]
    [TestCase("""{"answer":"accepted","answeredOn":"2199-01-01"}""", "answeredOn")]
    [TestCase("""{"answer":"accepted","holdUntil":"2020-01-01"}""", "holdUntil")]
    [TestCase("""{"answer":"accepted","holdUntil":"2199-01-01"}""", "holdUntil")]
    [TestCase("""{"answer":"declined","reason":"staffing","holdUntil":"2199-01-01"}""", "holdUntil")]
    public async Task A_fault_of_an_answer_is_told_by_its_field(string body, string path)
    {
        var offerId = await visitation.OfferAsync(await visitation.OpenAsync());
        var reply = await visitation.ReplyAsync(offerId, body);
        Assert.That((reply.Status, reply.FaultyFields.Contains(path)), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
        Assert.That(await visitation.StateOfOfferAsync(offerId), Is.EqualTo("open"));
    }

    [Test]
    public async Task An_acceptance_holds_a_bed_and_releases_the_other_offers_in_the_same_entry()
    {
        var searchId = await visitation.OpenAsync();
        var (nexus, skodsborg) = (await visitation.OfferAsync(searchId), await visitation.OfferAsync(searchId, "skodsborg"));
        var before = await service.EntriesAsync();
        var accepted = await visitation.AcceptAsync(skodsborg);

        Assert.That(accepted.Status, Is.EqualTo(HttpStatusCode.OK), accepted.Text);
        Assert.That(
            (accepted.Json.GetProperty("state").GetString(), accepted.Json.GetProperty("holds").GetBoolean()),
            Is.EqualTo(("accepted", true))
        );
        Assert.That(accepted.Json.GetProperty("holdUntil").GetString(), Is.EqualTo(visitation.Day(14)), "by data");
        Assert.That(await service.EntriesAsync(), Is.EqualTo(before + 2), "that the offer was read, and the acceptance");
        Assert.That(await visitation.StateOfOfferAsync(nexus), Is.EqualTo("released"));
        var late = await visitation.AcceptAsync(nexus);
        Assert.That((late.Status, Code(late)), Is.EqualTo((HttpStatusCode.Conflict, "offer-released")));
        var another = await visitation.AskAsync(searchId, "soenderbro");
        Assert.That((another.Status, Code(another)), Is.EqualTo((HttpStatusCode.Conflict, "offer-accepted")));
    }

    [Test]
    public async Task A_decline_says_what_follows_and_leaves_the_search_open()
    {
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId);
        var twice = await visitation.AskAsync(searchId);
        Assert.That((twice.Status, Code(twice)), Is.EqualTo((HttpStatusCode.Conflict, "offer-open")));
        var declined = await visitation.ReplyAsync(offerId, """{"answer":"declined","reason":"peer-mix","note":"Gruppen er presset."}""");

        Assert.That(
            (declined.Json.GetProperty("state").GetString(), declined.Json.GetProperty("consequence").GetString()),
            Is.EqualTo(("declined", "ask-again-when-group-changes")),
            declined.Text
        );
        Assert.That((await visitation.AcceptAsync(offerId)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await visitation.AskAsync(searchId)).Status, Is.EqualTo(HttpStatusCode.Created), "it may be asked again");
    }

    [Test]
    public async Task A_place_that_backs_out_leaves_a_task_to_whoever_asked_it_and_the_search_open()
    {
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId);
        await visitation.AcceptAsync(offerId);
        Assert.That((await visitation.SearchNowAsync(searchId))["tasks"]!.AsArray(), Is.Empty);
        await visitation.ReplyAsync(offerId, """{"answer":"declined","reason":"staffing"}""");

        var search = await visitation.SearchNowAsync(searchId);
        var task = search["tasks"]!.AsArray().Single()!;
        Assert.That(
            (search["state"]!.GetValue<string>(), task["task"]!.GetValue<string>(), task["owner"]!.GetValue<string>()),
            Is.EqualTo(("open", "ask-other-places", LiveService.All))
        );
        await visitation.AskAsync(searchId, "skodsborg");
        Assert.That((await visitation.SearchNowAsync(searchId))["tasks"]!.AsArray(), Is.Empty, "another place is asked");
    }

    [Test]
    public async Task Withdrawing_a_search_releases_its_offers()
    {
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId);
        var withdrawn = await visitation.WithdrawAsync(searchId);

        Assert.That(
            (withdrawn.Status, withdrawn.Json.GetProperty("state").GetString(), withdrawn.Json.GetProperty("withdrawn").GetString()),
            Is.EqualTo((HttpStatusCode.OK, "withdrawn", "need-changed")),
            withdrawn.Text
        );
        Assert.That(await visitation.StateOfOfferAsync(offerId), Is.EqualTo("released"));
        Assert.That((await visitation.AskAsync(searchId)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await visitation.WithdrawAsync(searchId)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await visitation.SearchAsync()).Status, Is.EqualTo(HttpStatusCode.Created), "another may begin");
    }

    [Test]
    public async Task A_stay_fulfils_the_search_and_frees_the_hold_and_one_recorded_in_error_does_not()
    {
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId);
        await visitation.AcceptAsync(offerId);
        await visitation.StayAsync("skodsborg", -300, more: $$""","end":"{{visitation.Day(-200)}}","ending":"planned"}""".TrimEnd('}'));
        Assert.That((await visitation.SearchNowAsync(searchId))["state"]!.GetValue<string>(), Is.EqualTo("open"), "an earlier stay");
        var stay = await visitation.StayAsync();
        Assert.That(stay.Status, Is.EqualTo(HttpStatusCode.Created), stay.Text);

        Assert.That((await visitation.SearchNowAsync(searchId))["state"]!.GetValue<string>(), Is.EqualTo("fulfilled"));
        Assert.That((await service.GetAsync($"/v1/offers/{offerId}")).Json.GetProperty("holds").GetBoolean(), Is.False);
        await visitation.SendAsync(
            HttpMethod.Post,
            $"/v1/stays/{Visitation.Id(stay, "stayId")}/withdrawal",
            """{"reason":"never-began"}"""
        );
        Assert.That((await visitation.SearchNowAsync(searchId))["state"]!.GetValue<string>(), Is.EqualTo("open"));
    }

    [Test]
    public async Task Changing_needs_the_tag_of_what_was_read()
    {
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId);
        Assert.That(
            (await service.SendAsync(HttpMethod.Patch, $"/v1/offers/{offerId}", LiveService.Content("""{"answer":"accepted"}"""))).Status,
            Is.EqualTo((HttpStatusCode)428)
        );
        await visitation.ReplyAsync(offerId, """{"answer":"accepted"}""", "\"1\"");
        var slow = await visitation.ReplyAsync(offerId, """{"answer":"withdrawn","reason":"another-place-chosen"}""", "\"1\"");
        Assert.That(
            (slow.Status, slow.Json.GetProperty("version").GetInt32()),
            Is.EqualTo((HttpStatusCode.PreconditionFailed, 2)),
            slow.Text
        );
        Assert.That(
            (
                await service.SendAsync(
                    HttpMethod.Patch,
                    $"/v1/searches/{searchId}",
                    LiveService.Content("""{"withdrawn":"need-changed"}""")
                )
            ).Status,
            Is.EqualTo((HttpStatusCode)428)
        );
    }

    [Test]
    public async Task The_same_key_records_once()
    {
        await visitation.ProfileAsync();
        var (first, again) = (await visitation.SearchAsync(key: "k"), await visitation.SearchAsync(key: "k"));
        Assert.That((first.Status, again.Status, again.Text), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK, first.Text)));
        Assert.That(
            (await visitation.SearchAsync(body: """{"reason":"acute"}""", key: "k")).Status,
            Is.EqualTo(HttpStatusCode.UnprocessableEntity)
        );
        var searchId = Visitation.Id(first, "searchId");
        var (offer, same) = (await visitation.AskAsync(searchId, key: "k"), await visitation.AskAsync(searchId, key: "k"));
        Assert.That((offer.Status, same.Status, same.Text), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK, offer.Text)));
    }

    [Test]
    public async Task Of_two_callers_for_the_last_bed_one_holds_it()
    {
        const int children = 6;
        await service.ReportAsync("nexus", 1, visitation.Day());
        var offers = new List<string>();
        for (var child = 0; child < children; child++)
            offers.Add(await visitation.OfferAsync(await visitation.OpenAsync($"BED-{child}")));
        var replies = await Task.WhenAll(offers.Select(offerId => visitation.ReplyAsync(offerId, """{"answer":"accepted"}""", "\"1\"")));

        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(
            replies.Where(reply => reply.Status != HttpStatusCode.OK).Select(reply => (reply.Status, Code(reply))),
            Is.All.EqualTo((HttpStatusCode.Conflict, "bed-held"))
        );
        // Once it is free again the next may have it.
        var held = offers[Array.FindIndex(replies, reply => reply.Status == HttpStatusCode.OK)];
        await visitation.ReplyAsync(held, """{"answer":"declined","reason":"family-declined"}""");
        var next = offers.First(offerId => offerId != held);
        Assert.That((await visitation.AcceptAsync(next)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_place_that_says_yes_although_it_reported_no_bed_is_believed_once()
    {
        await service.ReportAsync("nexus", 0, visitation.Day());
        var (one, other) = (
            await visitation.OfferAsync(await visitation.OpenAsync("FULL-1")),
            await visitation.OfferAsync(await visitation.OpenAsync("FULL-2"))
        );
        Assert.That((await visitation.AcceptAsync(one)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await visitation.AcceptAsync(other)).Status, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Two_acceptances_of_one_search_at_once_leave_one()
    {
        var searchId = await visitation.OpenAsync();
        string[] offers = [await visitation.OfferAsync(searchId), await visitation.OfferAsync(searchId, "skodsborg")];
        var replies = await Task.WhenAll(offers.Select(offerId => visitation.ReplyAsync(offerId, """{"answer":"accepted"}""", "\"1\"")));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(
            (await visitation.SearchNowAsync(searchId))["offers"]!.AsArray().Select(offer => offer!["state"]!.GetValue<string>()),
            Is.EquivalentTo(new[] { "accepted", "released" })
        );
    }

    [Test]
    public async Task All_of_it_is_there_after_a_restart_and_gone_with_the_case()
    {
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId);
        await visitation.AcceptAsync(offerId);
        var before = (await service.GetAsync($"/v1/searches/{searchId}")).Text;
        service = await service.RestartAsync();
        visitation = new Visitation(service);

        Assert.That((await service.GetAsync($"/v1/searches/{searchId}")).Text, Is.EqualTo(before));
        var erased = await visitation.SendAsync(
            HttpMethod.Post,
            $"/v1/cases/{Visitation.Case}/erasure",
            """{"reason":"data-subject-request"}"""
        );
        Assert.That(erased.Status, Is.EqualTo(HttpStatusCode.OK), erased.Text);
        Assert.That((await service.GetAsync($"/v1/searches/{searchId}")).Status, Is.EqualTo(HttpStatusCode.Gone));
        Assert.That((await service.GetAsync($"/v1/offers/{offerId}")).Status, Is.EqualTo(HttpStatusCode.Gone));
        Assert.That(await visitation.ListAsync(), Is.Empty);
    }

    [Test]
    public async Task Another_team_finds_nothing_of_it_and_the_access_log_says_who_did_what()
    {
        var searchId = await visitation.OpenAsync();
        var offerId = await visitation.OfferAsync(searchId);
        await visitation.SendAsync(HttpMethod.Put, $"/v1/cases/{Visitation.Case}/team", """{"team":"nord"}""");
        var (_, key) = await service.IssueKeyAsync(", \"teams\": [\"syd\"]", "\"visitator\"");
        Assert.That((await service.GetWithKeyAsync($"/v1/searches/{searchId}", key)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.GetWithKeyAsync($"/v1/offers/{offerId}", key)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.GetWithKeyAsync($"/v1/offers/{offerId}/enquiry", key)).Status, Is.EqualTo(HttpStatusCode.NotFound));

        await service.GetAsync($"/v1/offers/{offerId}/enquiry");
        await visitation.ReplyAsync(offerId, """{"answer":"declined","reason":"staffing"}""");
        await visitation.WithdrawAsync(searchId);
        var log = (await service.GetAsync($"/v1/cases/{Visitation.Case}/access-log")).Json.GetProperty("entries");
        Assert.That(
            log.EnumerateArray().Select(line => line.GetProperty("action").GetString()),
            Is.SupersetOf(new[] { "search-opened", "offer-made", "enquiry-read", "offer-declined", "search-withdrawn", "search-read" })
        );
    }

    [Test]
    public async Task Without_a_case_there_is_nothing_to_look_for()
    {
        Assert.That((await visitation.SearchAsync("NOBODY-1")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.GetAsync($"/v1/searches/{Guid.NewGuid()}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.GetAsync("/v1/offers/none")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    static string? Code(Reply reply) => reply.Json.TryGetProperty("code", out var code) ? code.GetString() : null;
}
