using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Stays;

/// <summary>What a request about a stay may be: everything else is refused, and the stay goes on as it was.</summary>
public sealed class StayRequestTests
{
    const string Broken = """{"end":"2026-03-01","ending":"breakdown","endedBy":"both","reportedBy":"family"}""";

    LiveService service = null!;
    string rankingId = "",
        path = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        var clock = StayBodies.Clock();
        service = await LiveService.StartAtAsync(clock);
        rankingId = await service.RankOnTheDayAsync(clock);
        path = (await service.BeginStayAsync(StayBodies.Stay(rankingId))).Headers.Location!.OriginalString;
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("{}", "caseReference placementId start")]
    [TestCase(
        """{"caseReference":"a b","placementId":"nowhere","start":"2026-02-30","rankingId":"7","track":"SOCIAL","end":"2026-01-01"}""",
        "caseReference ending placementId rankingId start track"
    )]
    [TestCase("""{"caseReference":"0102031234","placementId":7,"start":20260101,"rankingId":null}""", "caseReference placementId start")]
    [TestCase("""{"caseReference":"A","placementId":"nexus","start":"2026-01-01","rankingId":"\u0000"}""", "rankingId")]
    [TestCase(
        """{"caseReference":"A","placementId":"nexus","start":"2026-01-01","rankingId":"00000000-0000-0000-0000-000000000000"}""",
        "rankingId"
    )]
    [TestCase("""{"caseReference":"A","placementId":"nexus","start":"2026-01-01","start":"2026-01-02"}""", "start")]
    [TestCase("[]", "body")]
    [TestCase("", "body")]
    public async Task Every_fault_of_a_stay_is_named_and_nothing_recorded(string body, string fields)
    {
        var entries = await service.EntriesAsync();
        var reply = await service.BeginStayAsync(body);
        Assert.That(
            (reply.Status, reply.FaultAsProblem(), string.Join(' ', reply.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, fields)),
            reply.Text
        );
        Assert.That(reply.Text, Does.Not.Contain("0102031234"));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [TestCase("{}", "end ending")]
    [TestCase("""{"end":"2026-03-01"}""", "ending")]
    [TestCase("""{"ending":"planned"}""", "end")]
    [TestCase("""{"end":"2026-03-01","ending":"breakdown"}""", "endedBy")]
    [TestCase("""{"end":"2026-03-01","ending":"transfer","endedBy":"child"}""", "endedBy movedTo")]
    [TestCase("""{"end":"2026-03-01","ending":"planned","movedTo":"secure"}""", "movedTo")]
    [TestCase(
        """{"end":"1 March","ending":"Planned","endedBy":"team","movedTo":"home","reportedBy":"court","start":"2026-01-01"}""",
        "end endedBy ending movedTo reportedBy start"
    )]
    [TestCase("""{"end":"2026-03-01","ending":3}""", "ending")]
    [TestCase("""{"end":"2026-03-01","ending":"turned-eighteen"}""", "ending")]
    [TestCase("""{"end":"2026-01-14","ending":"planned"}""", "end")]
    [TestCase("""{"end":"9999-12-31","ending":"planned"}""", "end")]
    [TestCase("\"planned\"", "body")]
    public async Task Every_fault_of_an_ending_is_named_and_the_stay_goes_on(string body, string fields)
    {
        var reply = await EndAsync(path, body);
        Assert.That(
            (reply.Status, reply.FaultAsProblem(), string.Join(' ', reply.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, fields)),
            reply.Text
        );
        Assert.That((await service.GetAsync(path)).Json.GetProperty("end").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("?x=1")]
    [TestCase("?start=2026-01-01")]
    public async Task Parameters_nobody_asks_for_are_refused(string query)
    {
        foreach (
            var reply in new[]
            {
                await service.BeginStayAsync(StayBodies.Stay(rankingId), query),
                await EndAsync(path + query, Broken),
                await service.GetAsync(path + query),
                await service.GetAsync("/v1/stays" + query),
            }
        )
            Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
    }

    [TestCase("""{"end":"2026-03-01","ending":"planned","corrects":true}""", "corrects")]
    [TestCase("""{"end":"2026-01-01","ending":"planned","corrects":true}""", "corrects end")]
    [TestCase("""{"end":"2026-03-01","ending":"planned","corrects":"yes"}""", "corrects")]
    public async Task There_is_nothing_to_correct_before_the_end(string body, string fields)
    {
        var refused = await service.EndStayAsync(path, body);
        Assert.That(
            (refused.Status, string.Join(' ', refused.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, fields)),
            refused.Text
        );
    }

    [TestCase("{}", "reason")]
    [TestCase("""{"reason":"because"}""", "reason")]
    [TestCase("""{"reason":null}""", "reason")]
    [TestCase("""{"reason":"never-began","sure":true}""", "sure")]
    [TestCase("[]", "body")]
    public async Task Every_fault_of_a_withdrawal_is_named_and_the_stay_stands(string body, string fields)
    {
        var refused = await service.WithdrawStayAsync(path, body);
        Assert.That(
            (refused.Status, refused.FaultAsProblem(), string.Join(' ', refused.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, fields)),
            refused.Text
        );
        Assert.That((await service.GetAsync(path)).Json.GetProperty("withdrawn").GetBoolean(), Is.False);
    }

    Task<Reply> EndAsync(string path, string body) => service.EndStayAsync(path, body);
}
