using System.Net;
using System.Text;
using System.Text.Json;
using Matching.Api.Storage;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Stays;

/// <summary>Where a child came to live and how it ended: recorded once, sealed with the case, hidden and forgotten with it.</summary>
[OnEachStore]
public sealed class StaysTests
{
    const string Case = $"/v1/cases/{Example.CaseReference}";
    const string Broken = """{"end":"2026-03-01","ending":"breakdown","endedBy":"both","reportedBy":"family"}""";

    FakeTimeProvider clock = null!;
    LiveService service = null!;
    string rankingId = "";

    [SetUp]
    public async Task Start()
    {
        clock = StayBodies.Clock();
        service = await LiveService.StartAtAsync(clock);
        rankingId = await service.RankOnTheDayAsync(clock);
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task A_stay_is_recorded_with_the_ranking_it_followed_and_is_found_at_its_address()
    {
        var begun = await service.BeginStayAsync(StayBodies.Stay(rankingId), caller: "case-system");
        Assert.That(begun.Status, Is.EqualTo(HttpStatusCode.Created), begun.Text);
        var stay = begun.Json;
        Assert.That(
            (
                stay.GetProperty("caseReference").GetString(),
                stay.GetProperty("rankingId").GetString(),
                stay.GetProperty("placementId").GetString(),
                stay.GetProperty("start").GetString(),
                stay.GetProperty("track").GetString()
            ),
            Is.EqualTo((Example.CaseReference, rankingId, "skodsborg", "2026-01-15", "social"))
        );
        Assert.That(
            (stay.GetProperty("end").ValueKind, stay.GetProperty("ending").ValueKind, stay.GetProperty("notices").GetArrayLength()),
            Is.EqualTo((JsonValueKind.Null, JsonValueKind.Null, 0))
        );
        foreach (var caller in new[] { "visitator", "case-system", "auditor" })
            Assert.That((await service.GetAsync(begun.Headers.Location!.OriginalString, caller)).Text, Is.EqualTo(begun.Text));
    }

    [Test]
    public async Task An_ending_is_recorded_and_stays_after_a_restart()
    {
        var path = await BeginAsync();
        var ended = await EndAsync(path, Broken);
        Assert.That(ended.Status, Is.EqualTo(HttpStatusCode.OK), ended.Text);
        Assert.That(
            (
                ended.Json.GetProperty("end").GetString(),
                ended.Json.GetProperty("ending").GetString(),
                ended.Json.GetProperty("endedBy").GetString(),
                ended.Json.GetProperty("reportedBy").GetString()
            ),
            Is.EqualTo(("2026-03-01", "breakdown", "both", "family"))
        );
        service = await service.RestartAsync();
        Assert.That((await service.GetAsync(path)).Text, Is.EqualTo(ended.Text));
    }

    [TestCase("""{"end":"2026-01-15","ending":"planned"}""")]
    [TestCase("""{"end":"2026-03-01","ending":"breakdown","endedBy":"child"}""")]
    [TestCase("""{"end":"2026-03-01","ending":"transfer","movedTo":"secure","endedBy":null}""")]
    [TestCase("""{"end":"2026-03-01","ending":"turned-18","reportedBy":"team"}""")]
    public async Task Every_ending_can_be_told(string body)
    {
        var ended = await EndAsync(await BeginAsync(), body);
        Assert.That(ended.Status, Is.EqualTo(HttpStatusCode.OK), ended.Text);
        foreach (var told in JsonSerializer.Deserialize<JsonElement>(body).EnumerateObject())
            Assert.That(ended.Json.GetProperty(told.Name).ToString(), Is.EqualTo(told.Value.ToString()));
    }

    [Test]
    public async Task A_forgotten_stay_is_told_together_with_its_end_between_those_that_are_there()
    {
        await EndAsync(await BeginAsync(), Broken);
        await service.BeginStayAsync(StayBodies.Stay(rankingId, "2026-05-01"));
        var forgotten = StayBodies
            .Stay(rankingId, "2026-03-01")
            .Replace("}", ",\"end\":\"2026-05-01\",\"ending\":\"planned\"}", StringComparison.Ordinal);
        var open = await service.BeginStayAsync(StayBodies.Stay(rankingId, "2026-03-01"));
        var told = await service.BeginStayAsync(forgotten, idempotencyKey: "forgotten");
        var again = await service.BeginStayAsync(forgotten, idempotencyKey: "forgotten");

        Assert.That(open.Status, Is.EqualTo(HttpStatusCode.Conflict), "without its end it would go on beside the other");
        Assert.That((told.Status, again.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK)), told.Text);
        Assert.That(again.Text, Is.EqualTo(told.Text));
        Assert.That(
            (told.Json.GetProperty("end").GetString(), told.Json.GetProperty("ending").GetString()),
            Is.EqualTo(("2026-05-01", "planned"))
        );
        var path = told.Headers.Location!.OriginalString;
        Assert.That((await service.GetAsync(path)).Text, Is.EqualTo(told.Text));
        Assert.That((await EndAsync(path, Broken)).Status, Is.EqualTo(HttpStatusCode.Conflict), "it has ended");
        var corrected = await EndAsync(path, """{"end":"2026-04-01","ending":"planned","corrects":true}""");
        Assert.That((corrected.Status, corrected.Json.GetProperty("end").GetString()), Is.EqualTo((HttpStatusCode.OK, "2026-04-01")));
    }

    [TestCase("2999-01-01", "", "start")]
    [TestCase("2009-01-01", "", "start", Description = "Before the child was born")]
    [TestCase("2029-01-11", "", "start", Description = "Eighteen by then, and years ahead")]
    [TestCase("2026-01-15", ",\"end\":\"2026-01-14\",\"ending\":\"planned\"", "end")]
    [TestCase("2026-01-15", ",\"end\":\"2999-01-14\",\"ending\":\"planned\"", "end")]
    [TestCase("2026-01-15", ",\"ending\":\"planned\"", "end")]
    [TestCase("2026-01-15", ",\"end\":\"2026-02-01\"", "ending")]
    [TestCase("2026-01-15", ",\"endedBy\":\"child\"", "end ending")]
    public async Task A_stay_that_cannot_have_been_is_refused_by_field(string start, string more, string fields)
    {
        var refused = await service.BeginStayAsync(StayBodies.Stay(rankingId, start).Replace("}", more + "}", StringComparison.Ordinal));
        Assert.That(
            (refused.Status, string.Join(' ', refused.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, fields)),
            refused.Text
        );
    }

    [Test]
    public async Task No_stay_goes_on_past_eighteen()
    {
        clock.AdjustTime(new DateTimeOffset(2029, 6, 1, 12, 0, 0, TimeSpan.Zero));
        var path = await BeginAsync();
        var refused = await EndAsync(path, """{"end":"2029-01-11","ending":"planned"}""");
        Assert.That((refused.Status, refused.FaultyFields), Is.EqualTo((HttpStatusCode.BadRequest, new[] { "end" })), refused.Text);
        var ended = await EndAsync(path, """{"end":"2029-01-10","ending":"turned-18"}""");
        Assert.That(ended.Status, Is.EqualTo(HttpStatusCode.OK), ended.Text);
    }

    [Test]
    public async Task A_stay_ends_once_the_same_again_is_no_second_end_and_anything_else_a_conflict()
    {
        var path = await BeginAsync();
        var first = await EndAsync(path, Broken);
        var entries = await service.EntriesAsync();
        var again = await EndAsync(path, Broken);
        Assert.That((again.Status, again.Text), Is.EqualTo((HttpStatusCode.OK, first.Text)));
        foreach (
            var other in new[]
            {
                Broken.Replace("both", "child", StringComparison.Ordinal),
                Broken.Replace("-03-01", "-03-02", StringComparison.Ordinal),
                Broken.Replace("family", "team", StringComparison.Ordinal),
                """{"end":"2026-03-01","ending":"planned"}""",
            }
        )
        {
            var refused = await EndAsync(path, other);
            Assert.That((refused.Status, refused.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)), refused.Text);
        }
        Assert.That((await service.GetAsync(path)).Text, Is.EqualTo(first.Text));
        Assert.That(
            await service.EntriesAsync() - entries,
            Is.EqualTo(6),
            "each of them told what stands there, so each is an access and nothing else"
        );
    }

    [Test]
    public async Task Ends_told_at_once_leave_one_of_them()
    {
        var path = await BeginAsync();
        var replies = await Task.WhenAll(
            Enumerable.Range(1, 8).Select(day => EndAsync(path, $$"""{"end":"2026-03-0{{day}}","ending":"planned"}"""))
        );
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Conflict), Is.EqualTo(7));
        Assert.That((await service.GetAsync(path)).Text, Is.EqualTo(replies.Single(reply => reply.Status == HttpStatusCode.OK).Text));
    }

    [Test]
    public async Task The_id_of_a_ranking_is_read_as_an_id_though_its_digits_give_a_date()
    {
        var refused = await service.BeginStayAsync(StayBodies.Stay("01a2655d-8348-79da-8d0b-1511923850bd"));
        Assert.That((refused.FaultyFields, refused.Text), Is.EqualTo((new[] { "rankingId" }, refused.Text)));
        Assert.That(refused.Text, Does.Contain("er ikke en rangordning i denne sag").And.Not.Contain("CPR"));
    }

    [Test]
    public async Task A_stay_that_followed_no_ranking_begins_a_case_and_says_that_nothing_is_known()
    {
        var begun = await service.BeginStayAsync(
            """{"caseReference":"NEW-1","placementId":"nexus-open","start":"2025-04-01","track":"youth-crime-board"}"""
        );
        Assert.That(begun.Status, Is.EqualTo(HttpStatusCode.Created), begun.Text);
        Assert.That((begun.Json.GetProperty("track").GetString(), Notices(begun)), Is.EqualTo(("youth-crime-board", "no-ranking")));
        var overview = (await service.GetAsync("/v1/cases/NEW-1")).Json;
        Assert.That(
            overview.GetProperty("stays")[0].GetProperty("stayId").GetString(),
            Is.EqualTo(begun.Json.GetProperty("stayId").GetString())
        );
    }

    [TestCase("2026-01-09", "facts-after-start")]
    [TestCase("2026-01-10", "")]
    [TestCase("2026-01-11", "")]
    public async Task Facts_of_a_day_after_the_start_are_not_what_was_known_then(string start, string notices)
    {
        var begun = await service.BeginStayAsync(StayBodies.Stay(rankingId, start));
        Assert.That((begun.Status, Notices(begun)), Is.EqualTo((HttpStatusCode.Created, notices)), begun.Text);
    }

    [Test]
    public async Task Facts_that_tell_of_placements_after_the_start_are_not_either()
    {
        var later = await service.RankOnTheDayAsync(clock, ("child.placements[0].to", "\"2026-01-20\""));
        var begun = await service.BeginStayAsync(StayBodies.Stay(later));
        Assert.That(Notices(begun), Is.EqualTo("facts-after-start"));
        await EndAsync(begun.Headers.Location!.OriginalString, """{"end":"2026-01-20","ending":"planned"}""");
        Assert.That(Notices(await service.BeginStayAsync(StayBodies.Stay(later, "2026-01-20"))), Is.Empty);
    }

    [TestCase("2026-06-08", "facts-after-start")]
    [TestCase("2026-06-09", "")]
    public async Task Facts_that_were_recorded_after_the_start_are_hindsight_whatever_day_they_name(string start, string notices)
    {
        var backdated = (await service.RankAsync(StayBodies.Ranking())).RankingId;
        Assert.That(Notices(await service.BeginStayAsync(StayBodies.Stay(backdated, start))), Is.EqualTo(notices));
        var stay = (await service.GetAsync("/v1/stays")).Json.GetProperty("stays")[0];
        Assert.That(
            (stay.GetProperty("facts").EnumerateObject().Any(), stay.GetProperty("factsAsOf").GetString()),
            Is.EqualTo(notices.Length == 0 ? (true, "2026-06-09") : (false, (string?)null))
        );
    }

    [TestCase("2026-01-10", "facts-after-start")]
    [TestCase("2026-01-11", "")]
    public async Task The_day_a_ranking_was_recorded_is_that_of_Copenhagen(string start, string notices)
    {
        clock.Advance(TimeSpan.FromHours(11.5));
        var late = await service.RankOnTheDayAsync(clock);
        Assert.That(Notices(await service.BeginStayAsync(StayBodies.Stay(late, start))), Is.EqualTo(notices));
    }

    [TestCase("[ \"remand-surrogate\" ]", "\"court\"", "remand")]
    [TestCase("[ \"sentence\" ]", "\"court\"", "sentence")]
    [TestCase("[ \"youth-sanction\" ]", "\"court\"", "youth-sanction")]
    [TestCase("[ \"partially-closed\" ]", "\"youth-crime-board\"", "youth-crime-board")]
    [TestCase("[]", "null", "social")]
    [TestCase("null", "null", "")]
    public async Task The_track_is_that_of_the_ranking(string grounds, string decidedBy, string track)
    {
        var ranking = await service.RankOnTheDayAsync(clock, ("legal.grounds", grounds), ("legal.decidedBy", decidedBy));
        var begun = await service.BeginStayAsync(StayBodies.Stay(ranking));
        Assert.That(begun.Json.GetProperty("track").ToString(), Is.EqualTo(track));
    }

    [TestCase("social", "2026-01-15", HttpStatusCode.BadRequest)]
    [TestCase("remand", "2026-01-15", HttpStatusCode.Created)]
    [TestCase("sentence", "2026-01-15", HttpStatusCode.Created)]
    [TestCase("social", "2026-01-09", HttpStatusCode.Created)]
    public async Task A_track_that_the_facts_of_the_ranking_rule_out_is_refused(string track, string start, HttpStatusCode expected)
    {
        var ranking = await service.RankOnTheDayAsync(
            clock,
            ("legal.grounds", "[ \"remand-surrogate\" ]"),
            ("legal.decidedBy", "\"court\"")
        );
        var reply = await service.BeginStayAsync(
            StayBodies.Stay(ranking, start).Replace("\"start\"", $"\"track\":\"{track}\",\"start\"", StringComparison.Ordinal)
        );
        Assert.That(
            (reply.Status, string.Join(' ', reply.FaultyFields)),
            Is.EqualTo((expected, expected == HttpStatusCode.Created ? "" : "track")),
            reply.Text
        );
    }

    [Test]
    public async Task A_ranking_of_another_case_is_none_of_this_one()
    {
        var other = (await service.RankAsync(StayBodies.Ranking(("caseReference", "\"OTHER-1\"")))).RankingId;
        var whatIf = (await service.AskWhatIfAsync(rankingId, "{}")).Json.GetProperty("whatIfId").GetString()!;
        foreach (var wrong in new[] { other, whatIf })
            Assert.That((await service.BeginStayAsync(StayBodies.Stay(wrong))).FaultyFields, Is.EqualTo(new[] { "rankingId" }));
    }

    [Test]
    public async Task What_is_no_stay_is_not_found()
    {
        var ended = await BeginAsync();
        await EndAsync(ended, Broken);
        var entries = service.App.Services.GetRequiredService<MatchingStore>().Entries;
        var end = entries.Entries(1, LogKinds.StayEnded).Single().EntryId;
        foreach (var id in new[] { rankingId, end, Guid.NewGuid().ToString(), "7", "%20", "nexus" })
        {
            foreach (
                var reply in new[]
                {
                    await service.GetAsync($"/v1/stays/{id}"),
                    await EndAsync($"/v1/stays/{id}", Broken),
                    await service.WithdrawStayAsync($"/v1/stays/{id}", """{"reason":"wrong-case"}"""),
                }
            )
                Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)), id);
        }
        Assert.That((await service.GetAsync($"/v1/rankings/{ended.Split('/')[^1]}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_same_key_and_body_give_the_same_stay_recorded_once()
    {
        var body = StayBodies.Stay(rankingId);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.BeginStayAsync(body, idempotencyKey: "once")));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(replies.Select(reply => reply.Text).Distinct().Count(), Is.EqualTo(1));
        Assert.That(
            (await service.BeginStayAsync(StayBodies.Stay(rankingId, "2026-01-16"), idempotencyKey: "once")).Status,
            Is.EqualTo(HttpStatusCode.UnprocessableEntity)
        );
        Assert.That((await service.BeginStayAsync("{}", idempotencyKey: "once")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(
            (await service.RankAsync(StayBodies.Ranking(), idempotencyKey: "once")).Status,
            Is.EqualTo(HttpStatusCode.Created),
            "a ranking counts its keys for itself"
        );
        Assert.That((await service.GetAsync(Case)).Json.GetProperty("stays").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_log_holds_it_sealed_and_every_access_with_its_purpose()
    {
        var path = await BeginAsync();
        await EndAsync(path, Broken);
        await service.SendAsync(
            HttpMethod.Get,
            path,
            caller: "auditor",
            change: request => request.Headers.Add("X-Purpose", "a complaint")
        );
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        var kinds = store.Entries.Entries().Select(entry => entry.Kind);
        Assert.That(kinds, Is.EqualTo(new[] { LogKinds.Ranking, LogKinds.Stay, LogKinds.StayEnded, LogKinds.Access }));
        foreach (var entry in store.Entries.Entries(1, LogKinds.Stay, LogKinds.StayEnded))
        {
            Assert.That(entry.SubjectId, Is.Not.Null);
            Assert.That(
                Encoding.UTF8.GetString(entry.Payload),
                Does.Not.Contain("skodsborg").And.Not.Contain("breakdown").And.Not.Contain("2026-0")
            );
        }
        var id = path.Split('/')[^1];
        var log = (await service.GetAsync($"{Case}/access-log", "auditor"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(line =>
                (
                    line.GetProperty("caller").GetString(),
                    line.GetProperty("action").GetString(),
                    line.GetProperty("stayId").GetString(),
                    line.GetProperty("purpose").GetString()
                )
            );
        Assert.That(
            log,
            Is.SupersetOf(
                new[]
                {
                    ("all", "stay-recorded", id, null),
                    ("all", "stay-ended", id, null),
                    ("auditor", "stay-read", id, (string?)"a complaint"),
                }
            )
        );
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
    }

    [Test]
    public async Task An_erased_case_takes_its_stays_with_it()
    {
        var data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await service.RestartAsync($"--DataFolder={data}");
        var path = await BeginAsync();
        await service.BeginStayAsync("""{"caseReference":"KEPT-1","placementId":"nexus","start":"2026-01-01"}""");
        await EndAsync(path, Broken);
        await service.BeginStayAsync(StayBodies.Stay(rankingId, "2026-03-01"), idempotencyKey: "erased");
        Assert.That((await ErasureTests.EraseAsync(service)).Status, Is.EqualTo(HttpStatusCode.OK));

        for (var start = 0; start < 2; start++)
        {
            foreach (
                var gone in new[]
                {
                    await service.GetAsync(path),
                    await EndAsync(path, Broken),
                    await service.WithdrawStayAsync(path, """{"reason":"wrong-case"}"""),
                    await service.BeginStayAsync(StayBodies.Stay(rankingId, "2026-03-01"), idempotencyKey: "erased"),
                }
            )
                Assert.That((gone.Status, gone.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Gone, (string?)null)), gone.Text);
            Assert.That(
                (await service.GetAsync("/v1/stays"))
                    .Json.GetProperty("stays")
                    .EnumerateArray()
                    .Select(stay => stay.GetProperty("placement").GetString()),
                Is.EqualTo(new[] { "nexus" })
            );
            service = await service.RestartAsync();
        }
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task For_another_team_there_is_no_such_case_and_no_such_stay_and_nothing_is_recorded()
    {
        await service.DisposeAsync();
        service = await LiveService.StartAtAsync(
            clock,
            "--ApiKeys:local:Key=key-of-local",
            "--ApiKeys:local:Roles=visitator,case-system,analyst,auditor",
            "--ApiKeys:local:Teams=syd"
        );
        rankingId = await service.RankOnTheDayAsync(clock);
        var path = await BeginAsync();
        await service.SendAsync(HttpMethod.Put, $"{Case}/team", LiveService.Content("""{"team":"nord"}"""));
        var entries = await service.EntriesAsync();
        foreach (
            var reply in new[]
            {
                await service.GetAsync(path, "local"),
                await EndAsync(path, Broken, "local"),
                await EndAsync(path, """{"end":"2026-01-01","ending":"planned"}""", "local"),
                await service.WithdrawStayAsync(path, """{"reason":"wrong-case"}""", "local"),
            }
        )
            Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)), reply.Text);
        // As of a case that nobody has begun: the ranking is none of it.
        var begun = await service.BeginStayAsync(StayBodies.Stay(rankingId), caller: "local");
        Assert.That(begun.Status, Is.EqualTo(HttpStatusCode.BadRequest), begun.Text);
        Assert.That(begun.Text, Does.Contain("\"rankingId\"").And.Not.Contain("nord"));
        Assert.That(
            (await service.GetAsync(path, "local")).Text,
            Is.EqualTo((await service.GetAsync($"/v1/stays/{Guid.NewGuid()}", "local")).Text)
        );
        Assert.That((await service.GetAsync("/v1/stays", "local")).Json.GetProperty("stays").GetArrayLength(), Is.Zero);
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    static string Notices(Reply reply) =>
        string.Join(' ', reply.Json.GetProperty("notices").EnumerateArray().Select(notice => notice.GetString()));

    async Task<string> BeginAsync() => (await service.BeginStayAsync(StayBodies.Stay(rankingId))).Headers.Location!.OriginalString;

    Task<Reply> EndAsync(string path, string body, string caller = LiveService.All) => service.EndStayAsync(path, body, caller);
}
