using System.Net;
using Matching.Tests.Api.Stays;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>Days and moments at the ends of the calendar, from callers and in the record: nothing is added to them that fails.</summary>
public sealed class EndOfCalendarTests
{
    const string Last = "9999-12-31";

    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("9999-12-31T23:59:59Z", 0)]
    [TestCase("9999-12-31T23:59:59Z", 30)]
    [TestCase("9999-12-31", 30)]
    [TestCase("9999-12-31T23:59:59.9999999Z", 7)]
    public async Task A_key_that_lasts_to_the_last_moment_is_rotated_and_so_is_the_next(string expires, int overlapDays)
    {
        var (id, _) = await service.IssueKeyAsync($", \"expiresAt\": \"{expires}\"");
        for (var times = 0; times < 2; times++)
        {
            var rotated = await service.SendAsync(
                HttpMethod.Post,
                $"/v1/keys/{id}/rotation",
                LiveService.Content($$"""{"overlapDays":{{overlapDays}}}""")
            );
            Assert.That(
                (rotated.Status, rotated.Text.Contains("\"expiresAt\":\"9999-12-31T", StringComparison.Ordinal)),
                Is.EqualTo((HttpStatusCode.Created, true)),
                rotated.Text
            );
            id = rotated.Json.GetProperty("id").GetString()!;
        }
        Assert.That((await service.GetAsync("/v1/keys")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("9999-12-31T23:59:59-14:00")]
    [TestCase("0001-01-01T00:00:00+14:00")]
    [TestCase("10000-01-01")]
    public async Task A_moment_outside_the_calendar_is_refused(string expires)
    {
        var body = $$"""{"name":"k","roles":["auditor"],"expiresAt":"{{expires}}"}""";
        var reply = await service.SendAsync(HttpMethod.Post, "/v1/keys", LiveService.Content(body));
        Assert.That((reply.Status, string.Join(' ', reply.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, "expiresAt")));
    }

    [TestCase("0001-01-01")]
    [TestCase(Last)]
    public async Task No_call_fails_on_a_record_with_the_first_and_the_last_day(string start)
    {
        var body = Example.With(
            ("asOf", $"\"{Last}\""),
            ("child.ageYears", "null"),
            ("child.birthDate", "\"9990-02-28\""),
            ("child.placements[0].from", "\"0001-01-01\""),
            ("child.placements[0].to", $"\"{Last}\"")
        );
        var ranking = (await service.RankAsync(body)).RankingId;
        var whatIf = (await service.AskWhatIfAsync(ranking, """{"child":{"birthDate":"9999-12-31"}}""")).Json.GetProperty("whatIfId");
        var refused = await service.BeginStayAsync(StayBodies.Stay(ranking, start));
        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest), "no stay begins before the child was born, nor years ahead");
        var stay = (
            await service.BeginStayAsync(
                $$"""{"caseReference":"{{Example.CaseReference}}","placementId":"skodsborg","start":"0001-01-01"}"""
            )
        ).Json.GetProperty("stayId");
        var (rankings, stays) = ($"/v1/rankings/{ranking}", $"/v1/stays/{stay}");
        var replies = new List<Reply>
        {
            await service.ReportAsync("skodsborg", 1, Last),
            await service.ReplayAsync(ranking),
            await service.SendAsync(HttpMethod.Post, $"{rankings}/what-ifs/{whatIf}/replay"),
            await service.EndStayAsync(stays, $$"""{"end":"{{Last}}","ending":"planned"}"""),
            await service.EndStayAsync(stays, """{"end":"0001-01-01","ending":"planned"}"""),
            await service.SendAsync(HttpMethod.Post, "/v1/models/training-runs", LiveService.Content("{}")),
            await service.SendAsync(
                HttpMethod.Post,
                $"/v1/cases/{Example.CaseReference}/erasure",
                LiveService.Content("""{"reason":"retention-ended"}""")
            ),
        };
        foreach (
            var path in new[]
            {
                rankings,
                $"{rankings}/what-ifs",
                $"{rankings}/what-ifs/{whatIf}",
                $"{rankings}/counterfactuals?placementId=nexus",
                $"{rankings}/explanation?audience=child",
                $"{rankings}/explanation?audience=parents",
                $"{rankings}/explanation?audience=committee",
                stays,
                "/v1/stays",
                "/v1/stays/selection",
                "/v1/exports/rankings",
                "/v1/placements",
                "/v1/retention/due",
                $"/v1/cases/{Example.CaseReference}",
                $"/v1/cases/{Example.CaseReference}/access-log",
            }
        )
            replies.Add(await service.GetAsync(path));
        Assert.That(replies.Where(reply => (int)reply.Status >= 500 || reply.Status == HttpStatusCode.NotFound), Is.Empty);
    }
}
