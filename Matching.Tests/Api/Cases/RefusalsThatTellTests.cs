using System.Net;
using Matching.Api.Storage;
using Matching.Tests.Api.Stays;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Cases;

/// <summary>
/// A refusal that says something of a child's record is a reading of it: recorded before it is answered, or not answered.
/// </summary>
[OnEachStore]
public sealed class RefusalsThatTellTests
{
    const string Case = $"/v1/cases/{Example.CaseReference}";

    static readonly string[] Refusals =
    [
        "a court's ground",
        "an overlap",
        "an end before the start",
        "another end",
        "an end of what is withdrawn",
        "another withdrawal",
        "a retention period",
        "a legal hold",
        "a what-if with faults",
        "a placement that is excluded",
    ];

    FakeTimeProvider clock = null!;
    LiveService service = null!;
    string rankingId = "",
        openStay = "",
        endedStay = "",
        withdrawnStay = "";

    [SetUp]
    public async Task Start()
    {
        clock = StayBodies.Clock();
        service = await LiveService.StartAtAsync(clock);
        rankingId = await service.RankOnTheDayAsync(
            clock,
            ("legal.grounds", """["sentence"]"""),
            ("legal.decidedBy", "\"court\""),
            ("child.ageYears", "16")
        );
        endedStay = await StayAsync("2024-01-01");
        await service.EndStayAsync(endedStay, """{"end":"2024-02-01","ending":"planned"}""");
        withdrawnStay = await StayAsync("2024-06-01");
        await service.WithdrawStayAsync(withdrawnStay, """{"reason":"never-began"}""");
        openStay = await StayAsync("2025-01-01");
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCaseSource(nameof(Refusals))]
    public async Task It_is_a_line_of_the_access_log(string refusal)
    {
        if (refusal == "a legal hold")
            await HoldAsync();
        var before = await LinesAsync();
        var reply = await RefusedAsync(refusal);
        Assert.That((int)reply.Status, Is.EqualTo(400).Or.EqualTo(409), reply.Text);
        Assert.That(await LinesAsync() - before, Is.GreaterThanOrEqualTo(2), "no line but that of the export itself");
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task It_is_not_told_where_that_cannot_be_recorded(string refusal)
    {
        if (refusal == "a legal hold")
            await HoldAsync();
        await service.App.Services.GetRequiredService<MatchingStore>().Log.Writer.DisposeAsync();
        Assert.That((await RefusedAsync(refusal)).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    Task<Reply> RefusedAsync(string refusal) =>
        refusal switch
        {
            "a court's ground" => service.BeginStayAsync(
                StayBodies.Stay(rankingId, "2026-01-15").Replace("}", ""","track":"social"}""", StringComparison.Ordinal)
            ),
            "an overlap" => service.BeginStayAsync(Stay("2025-03-01")),
            "an end before the start" => service.EndStayAsync(openStay, """{"end":"2024-12-31","ending":"planned"}"""),
            "another end" => service.EndStayAsync(endedStay, """{"end":"2024-02-02","ending":"planned"}"""),
            "an end of what is withdrawn" => service.EndStayAsync(withdrawnStay, """{"end":"2024-07-01","ending":"planned"}"""),
            "another withdrawal" => service.WithdrawStayAsync(withdrawnStay, """{"reason":"recorded-twice"}"""),
            "a retention period" or "a legal hold" => service.SendAsync(
                HttpMethod.Post,
                $"{Case}/erasure",
                LiveService.Content("""{"reason":"retention-ended"}""")
            ),
            "a what-if with faults" => service.AskWhatIfAsync(rankingId, """{"child":{"ageYears":99}}"""),
            "a placement that is excluded" => service.GetAsync(
                $"/v1/rankings/{rankingId}/explanation?audience=committee&placementId=nowhere"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "is not a refusal of the list"),
        };

    Task<Reply> HoldAsync() =>
        service.SendAsync(HttpMethod.Put, $"{Case}/legal-hold", LiveService.Content("""{"held":true,"reason":"complaint"}"""));

    async Task<int> LinesAsync() => (await service.GetAsync($"{Case}/access-log")).Json.GetProperty("entries").GetArrayLength();

    async Task<string> StayAsync(string start) => (await service.BeginStayAsync(Stay(start))).Headers.Location!.OriginalString;

    static string Stay(string start) =>
        $$"""{"caseReference":"{{Example.CaseReference}}","placementId":"skodsborg","start":"{{start}}","track":"social"}""";
}
