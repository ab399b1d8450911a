using System.Net;
using System.Text.Json.Nodes;
using Matching.Tests.Api.Profiles;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Searches;

/// <summary>A place that is asked is told what it must know to answer, and not whose child it is.</summary>
public sealed class EnquiryTests
{
    LiveService service = null!;
    Visitation visitation = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        visitation = new Visitation(service);
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("da", "Kan I tage imod et barn?", "Svar senest den ")]
    [TestCase("en", "Can you take in a child?", "Answer by ")]
    public async Task It_says_what_is_needed_in_the_language_that_is_asked_for(string language, string title, string by)
    {
        var offerId = await visitation.OfferAsync(await visitation.OpenAsync($"ASK-{language}"));
        var reply = await service.GetAsync($"/v1/offers/{offerId}/enquiry", language: language);
        Assert.That(
            (reply.Status, reply.ContentType, reply.ContentHeaders.ContentLanguage.Single()),
            Is.EqualTo((HttpStatusCode.OK, "text/plain", language))
        );
        Assert.That(reply.Text, Does.Contain(title).And.Contain(by).And.Contain(offerId).And.Contain("15"));
    }

    [Test]
    public async Task It_tells_nothing_by_which_the_child_is_known_and_nothing_the_place_need_not_know()
    {
        const string reference = "HEMMELIG-1";
        var profile = await visitation.ProfileAsync(
            reference,
            ProfilesTests.Body(body =>
            {
                body["child"]!["diagnoses"] = JsonNode.Parse("""[{"code":"F84.0","status":"confirmed"}]""");
                body["home"] = JsonNode.Parse("""{"violence":"established","neglect":"established"}""");
                body["handover"] = JsonNode.Parse("""{"calms":"Musik af Frost","triggers":"larm"}""");
            })
        );
        Assert.That(profile.Status, Is.EqualTo(HttpStatusCode.Created), profile.Text);
        var search = await visitation.SearchAsync(reference);
        Assert.That(search.Status, Is.EqualTo(HttpStatusCode.Created), search.Text);
        var offerId = await visitation.OfferAsync(Visitation.Id(search, "searchId"), "skodsborg");
        var reply = await service.GetAsync($"/v1/offers/{offerId}/enquiry");
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        foreach (var hidden in new[] { reference, "F84", "autis", "2011", "vold i hjemmet", "omsorgssvigt", "Frost", "Nexus", "point" })
            Assert.That(reply.Text, Does.Not.Contain(hidden).IgnoreCase);
        Assert.That(reply.Text, Does.Contain("Det har barnet brug for"));
    }

    [Test]
    public async Task Of_a_case_without_a_profile_the_last_ranking_tells_and_without_either_nothing_can_be_told()
    {
        await service.RankAsync(Example.With("caseReference", "\"RANKED-1\""));
        var ranked = await visitation.OfferAsync(Visitation.Id(await visitation.SearchAsync("RANKED-1"), "searchId"));
        Assert.That((await service.GetAsync($"/v1/offers/{ranked}/enquiry")).Text, Does.Contain("Barnet er"));

        await visitation.StayAsync(reference: "BARE-1", startsIn: -30);
        var bare = await visitation.OfferAsync(Visitation.Id(await visitation.SearchAsync("BARE-1"), "searchId"));
        var reply = await service.GetAsync($"/v1/offers/{bare}/enquiry");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)), reply.Text);
    }
}
