using System.Net;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Profiles;
using Matching.Tests.Api.Searches;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Caseload;

/// <summary>Lists of cases say how each stands, by what is recorded of it, to whoever may see it.</summary>
[OnEachStore]
public sealed class CaseloadTests
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
    public async Task A_case_goes_through_its_states_by_what_is_recorded()
    {
        await visitation.ProfileAsync();
        Assert.That(await StateAsync(), Is.EqualTo("known"));
        var searchId = Visitation.Id(await visitation.SearchAsync(), "searchId");
        Assert.That(await StateAsync(), Is.EqualTo("waiting"));
        var offerId = await visitation.OfferAsync(searchId);
        Assert.That(await StateAsync(), Is.EqualTo("offered"));
        await visitation.ReplyAsync(offerId, """{"answer":"declined","reason":"no-capacity"}""");
        Assert.That(await StateAsync(), Is.EqualTo("waiting"));
        await visitation.AcceptAsync(await visitation.OfferAsync(searchId, "skodsborg"));
        Assert.That(await StateAsync(), Is.EqualTo("offered"));
        var stay = await visitation.StayAsync("skodsborg", startsIn: 2);
        Assert.That(await StateAsync(), Is.EqualTo("decided"));
        await visitation.SendAsync(
            HttpMethod.Post,
            $"/v1/stays/{Visitation.Id(stay, "stayId")}/withdrawal",
            """{"reason":"wrong-start"}"""
        );
        stay = await visitation.StayAsync("skodsborg");
        Assert.That(await StateAsync(), Is.EqualTo("placed"));
        searchId = Visitation.Id(await visitation.SearchAsync(body: """{"reason":"step-down"}"""), "searchId");
        Assert.That(await StateAsync(), Is.EqualTo("moving"));
        await visitation.WithdrawAsync(searchId);
        await visitation.SendAsync(
            HttpMethod.Patch,
            $"/v1/stays/{Visitation.Id(stay, "stayId")}",
            $$"""{"end":"{{visitation.Day()}}","ending":"planned"}"""
        );
        Assert.That(await StateAsync(), Is.EqualTo("known"));
        await CloseAsync();
        Assert.That(await StateAsync(), Is.EqualTo("closed"));
        service = await service.RestartAsync();
        visitation = new Visitation(service);
        Assert.That(await StateAsync(), Is.EqualTo("closed"), "rebuilt at start");
    }

    [Test]
    public async Task A_row_says_what_the_case_rests_on()
    {
        await visitation.ProfileAsync(body: ProfilesTests.Body(profile => profile["urgency"] = "weeks"));
        var ranking = await visitation.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/rankings", "{}");
        var searchId = Visitation.Id(
            await visitation.SearchAsync(body: $$"""{"reason":"acute","neededFrom":"{{visitation.Day(7)}}"}"""),
            "searchId"
        );
        await visitation.OfferAsync(searchId, answerIn: 4);
        await visitation.OfferAsync(searchId, "skodsborg", answerIn: 2);

        var row = (await visitation.ListAsync()).Single()!;
        Assert.That(row["caseReference"]!.GetValue<string>(), Is.EqualTo(Visitation.Case));
        Assert.That(row["urgency"]!.GetValue<string>(), Is.EqualTo("weeks"));
        Assert.That(row["neededFrom"]!.GetValue<string>(), Is.EqualTo(visitation.Day(7)));
        Assert.That((row["waitingDays"]!.GetValue<int>(), row["openOffers"]!.GetValue<int>()), Is.EqualTo((0, 2)));
        Assert.That(row["profileVersion"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(
            (row["nextDeadline"]!["date"]!.GetValue<string>(), row["nextDeadline"]!["kind"]!.GetValue<string>()),
            Is.EqualTo((visitation.Day(2), "offer-answer"))
        );
        var first = ranking.Json.GetProperty("placements")[0];
        Assert.That(
            (row["ranking"]!["rankingId"]!.GetValue<string>(), row["ranking"]!["first"]!.GetValue<string>()),
            Is.EqualTo((ranking.RankingId, first.GetProperty("placementId").GetString()))
        );
        Assert.That(row["ranking"]!["outOfDate"]!.GetValue<bool>(), Is.False);
    }

    [Test]
    public async Task A_ranking_is_out_of_date_once_it_would_be_answered_otherwise()
    {
        await visitation.ProfileAsync();
        await visitation.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/rankings", "{}");
        Assert.That(await OutOfDateAsync(), Is.False);
        await visitation.SendAsync(
            HttpMethod.Patch,
            $"/v1/cases/{Visitation.Case}/profile",
            """{"observed":{"child.selfHarm":"2026-10-02"}}""",
            "\"1\""
        );
        Assert.That(await OutOfDateAsync(), Is.False, "no fact is another");
        await visitation.SendAsync(
            HttpMethod.Patch,
            $"/v1/cases/{Visitation.Case}/profile",
            """{"child":{"selfHarm":"none","suicideRisk":"none","absconding":{"episodesLast12Months":0}}}""",
            "\"2\""
        );
        Assert.That(await OutOfDateAsync(), Is.True);
        await visitation.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/rankings", "{}");
        Assert.That(await OutOfDateAsync(), Is.False, "it was ranked again");
        await service.SendAsync(
            HttpMethod.Put,
            "/v1/placements/skodsborg/peer-group",
            LiveService.Content($$"""{"asOf":"{{visitation.Day()}}","residents":8,"severeSelfHarm":7}""")
        );
        var stale = await OutOfDateAsync();
        var again = await visitation.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/rankings", "{}");
        var since = again.Json.GetProperty("since").GetProperty("moved").GetArrayLength();
        Assert.That(stale || since == 0, Is.True, "what moved since was said to be out of date");
    }

    [Test]
    public async Task A_list_is_filtered_and_sorted()
    {
        foreach (var (reference, urgency, needed) in new[] { ("A-1", "planned", 30), ("B-2", "acute", 20), ("C-3", "weeks", 10) })
        {
            await visitation.ProfileAsync(reference, ProfilesTests.Body(profile => profile["urgency"] = urgency));
            await visitation.SearchAsync(reference, $$"""{"reason":"acute","neededFrom":"{{visitation.Day(needed)}}"}""");
        }
        await visitation.ProfileAsync("D-4");
        await visitation.OfferAsync(await SearchOfAsync("B-2"), answerIn: 5);
        await visitation.StayAsync("skodsborg", -3, "E-5");

        Assert.That(await ReferencesAsync("?sort=waiting&state=waiting"), Is.EqualTo(new[] { "A-1", "C-3" }));
        Assert.That((await ReferencesAsync("?sort=urgency"))[..2], Is.EqualTo(new[] { "B-2", "C-3" }));
        Assert.That((await ReferencesAsync("?sort=needed-from")).Take(3), Is.EqualTo(new[] { "C-3", "B-2", "A-1" }));
        Assert.That((await ReferencesAsync("?sort=deadline"))[0], Is.EqualTo("B-2"));
        Assert.That(await ReferencesAsync("?placementId=nexus"), Is.EqualTo(new[] { "B-2" }));
        Assert.That(await ReferencesAsync("?placementId=skodsborg"), Is.EqualTo(new[] { "E-5" }));
        Assert.That(await ReferencesAsync($"?deadlineBefore={visitation.Day(6)}"), Is.EqualTo(new[] { "B-2" }));
        Assert.That(await ReferencesAsync($"?deadlineBefore={visitation.Day(5)}"), Is.Empty);
        Assert.That(await ReferencesAsync("?state=known"), Is.EqualTo(new[] { "D-4" }));
    }

    [Test]
    public async Task Pages_follow_each_other_and_hold_every_case_once()
    {
        const int cases = 23;
        for (var i = 0; i < cases; i++)
            await visitation.ProfileAsync($"PAGE-{i}");
        foreach (var sort in new[] { "waiting", "needed-from", "deadline", "urgency" })
        {
            var seen = new List<string>();
            var next = $"/v1/cases?limit=5&sort={sort}";
            while (next.Length > 0)
            {
                var page = await service.GetAsync(next);
                Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK), page.Text);
                seen.AddRange(page.Json.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("caseReference").GetString()!));
                next = page.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : "";
            }
            Assert.That((seen.Count, seen.Distinct().Count()), Is.EqualTo((cases, cases)), sort);
        }
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("cursor=abc", "cursor")]
    [TestCase("cursor=%2F%2F", "cursor")]
    [TestCase("state=lost", "state")]
    [TestCase("sort=luck", "sort")]
    [TestCase("deadlineBefore=soon", "deadlineBefore")]
    [TestCase("externalId=0101701234", "externalId")]
    [TestCase("colour=red", "colour")]
    public async Task A_fault_of_the_question_is_told_by_its_name(string query, string path)
    {
        var reply = await service.GetAsync($"/v1/cases?{query}");
        Assert.That((reply.Status, reply.FaultyFields.Contains(path)), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
        Assert.That(reply.FaultAsProblem(), Is.Null);
    }

    [Test]
    public async Task A_case_of_another_team_is_not_there_and_a_page_is_one_line_in_the_log_of_each_case_on_it()
    {
        await visitation.ProfileAsync("OURS-1");
        await visitation.ProfileAsync("THEIRS-1");
        await visitation.SendAsync(HttpMethod.Put, "/v1/cases/THEIRS-1/team", """{"team":"nord"}""");
        var (_, key) = await service.IssueKeyAsync(", \"teams\": [\"syd\"]", "\"visitator\"");
        var entries = await service.EntriesAsync();
        var seen = (await service.GetWithKeyAsync("/v1/cases", key)).Json.GetProperty("cases");

        Assert.That(seen.EnumerateArray().Select(one => one.GetProperty("caseReference").GetString()), Is.EqualTo(new[] { "OURS-1" }));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries + 1));
        Assert.That((await ActionsAsync("OURS-1")).Count(action => action == "cases-listed"), Is.EqualTo(1));
        Assert.That(await ActionsAsync("THEIRS-1"), Has.None.EqualTo("cases-listed"));
        Assert.That(await ReferencesAsync("?team=nord"), Is.EqualTo(new[] { "THEIRS-1" }));
    }

    [Test]
    public async Task A_case_that_was_only_ranked_or_placed_is_listed_too()
    {
        await service.RankAsync(Example.With("caseReference", "\"RANKED-1\""));
        await visitation.StayAsync("skodsborg", -3, "PLACED-1");
        Assert.That(await ReferencesAsync(""), Is.EquivalentTo(new[] { "RANKED-1", "PLACED-1" }));
        service = await service.RestartAsync();
        visitation = new Visitation(service);
        Assert.That(await ReferencesAsync(""), Is.EquivalentTo(new[] { "RANKED-1", "PLACED-1" }));
    }

    [Test]
    public async Task A_case_is_closed_once_nothing_goes_on_in_it_and_reopened()
    {
        var searchId = await visitation.OpenAsync();
        var refused = await CloseAsync();
        Assert.That((refused.Status, Code(refused)), Is.EqualTo((HttpStatusCode.Conflict, "search-open")));
        var stay = await visitation.StayAsync();
        Assert.That(Code(await CloseAsync()), Is.EqualTo("stay-open"));
        await visitation.SendAsync(
            HttpMethod.Patch,
            $"/v1/stays/{Visitation.Id(stay, "stayId")}",
            $$"""{"end":"{{visitation.Day()}}","ending":"planned"}"""
        );
        Assert.That((await visitation.SearchNowAsync(searchId))["state"]!.GetValue<string>(), Is.EqualTo("fulfilled"));
        var closed = await CloseAsync();
        Assert.That(
            (closed.Status, closed.Headers.Location?.ToString(), closed.Json.GetProperty("reason").GetString()),
            Is.EqualTo((HttpStatusCode.Created, $"/v1/cases/{Visitation.Case}/closing", "returned-home")),
            closed.Text
        );
        Assert.That((await service.GetAsync($"/v1/cases/{Visitation.Case}/closing")).Text, Is.EqualTo(closed.Text));
        Assert.That(Code(await CloseAsync()), Is.EqualTo("case-closed"));
        var search = await visitation.SearchAsync();
        Assert.That((search.Status, Code(search)), Is.EqualTo((HttpStatusCode.Conflict, "case-closed")));

        var reopened = await service.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/reopening");
        Assert.That(
            (reopened.Status, reopened.Json.GetProperty("closed").GetBoolean()),
            Is.EqualTo((HttpStatusCode.Created, false)),
            reopened.Text
        );
        Assert.That(Code(await service.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/reopening")), Is.EqualTo("case-open"));
        Assert.That((await visitation.SearchAsync()).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await ActionsAsync(Visitation.Case), Is.SupersetOf(new[] { "case-closed", "case-reopened" }));
    }

    [Test]
    public async Task A_case_is_found_by_what_another_system_calls_it()
    {
        const string ids = $"/v1/cases/{Visitation.Case}/external-ids";
        const string uuid = "0B6D3D52-9D0C-4B57-8D7E-6D3B1C6A2F10";
        await visitation.ProfileAsync();
        Assert.That((await service.GetAsync(ids)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var first = await visitation.SendAsync(
            HttpMethod.Put,
            ids,
            $$"""{"caseUuid":"{{uuid}}","caseNumber":"27.24-12","system":"DUBU"}"""
        );
        Assert.That((first.Status, first.Headers.ETag?.Tag), Is.EqualTo((HttpStatusCode.Created, "\"1\"")), first.Text);
        Assert.That(await ReferencesAsync($"?externalId={uuid}"), Is.EqualTo(new[] { Visitation.Case }));
        Assert.That(await ReferencesAsync("?externalId=27.24-12"), Is.EqualTo(new[] { Visitation.Case }));
        Assert.That(await ReferencesAsync("?externalId=27.24-13"), Is.Empty);
        Assert.That(
            (await visitation.SendAsync(HttpMethod.Put, ids, """{"caseNumber":"1","system":"DUBU"}""")).Status,
            Is.EqualTo((HttpStatusCode)428)
        );
        var second = await visitation.SendAsync(HttpMethod.Put, ids, """{"caseNumber":"27.24-14","system":"DUBU"}""", "\"1\"");
        Assert.That((second.Status, second.Headers.ETag?.Tag), Is.EqualTo((HttpStatusCode.OK, "\"2\"")));
        Assert.That((await service.GetAsync(ids)).Text, Is.EqualTo(second.Text));
        Assert.That(await ReferencesAsync("?externalId=27.24-12"), Is.Empty, "it is called otherwise now");
    }

    [TestCase("""{"system":"DUBU"}""", "")]
    [TestCase("""{"caseUuid":"abc","system":"DUBU"}""", "caseUuid")]
    [TestCase("""{"caseNumber":"1"}""", "system")]
    [TestCase("""{"caseNumber":"010170-1234","system":"DUBU"}""", "caseNumber")]
    public async Task A_fault_of_an_external_id_is_told_by_its_field(string body, string path)
    {
        await visitation.ProfileAsync();
        var reply = await visitation.SendAsync(HttpMethod.Put, $"/v1/cases/{Visitation.Case}/external-ids", body);
        Assert.That((reply.Status, reply.FaultyFields.Contains(path)), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
        Assert.That(reply.FaultAsProblem(), Is.Null);
    }

    [Test]
    public async Task An_erased_case_is_in_no_list()
    {
        await visitation.OpenAsync();
        await visitation.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/rankings", "{}");
        Assert.That(await ReferencesAsync(""), Has.Length.EqualTo(1));
        await visitation.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/erasure", """{"reason":"data-subject-request"}""");
        Assert.That(await ReferencesAsync(""), Is.Empty);
    }

    Task<Reply> CloseAsync() =>
        visitation.SendAsync(HttpMethod.Post, $"/v1/cases/{Visitation.Case}/closing", """{"reason":"returned-home"}""");

    async Task<string> SearchOfAsync(string reference) =>
        (await service.GetAsync($"/v1/cases/{reference}/searches")).Json.GetProperty("searches")[0].GetProperty("searchId").GetString()!;

    async Task<string> StateAsync() => (await visitation.ListAsync()).Single()!["state"]!.GetValue<string>();

    async Task<bool> OutOfDateAsync() => (await visitation.ListAsync()).Single()!["ranking"]!["outOfDate"]!.GetValue<bool>();

    async Task<string[]> ReferencesAsync(string query) =>
        [.. (await visitation.ListAsync(query)).Select(row => row!["caseReference"]!.GetValue<string>())];

    async Task<string?[]> ActionsAsync(string reference) =>
        [
            .. (await service.GetAsync($"/v1/cases/{reference}/access-log"))
                .Json.GetProperty("entries")
                .EnumerateArray()
                .Select(line => line.GetProperty("action").GetString()),
        ];

    static string? Code(Reply reply) => reply.Json.TryGetProperty("code", out var code) ? code.GetString() : null;
}
