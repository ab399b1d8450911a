using System.Globalization;
using System.Net;
using System.Text.Json;
using Matching.Api.ReferenceData;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Placements;

/// <summary>A ranking says which stays were recorded since the place reported its free beds, and a replay says the same.</summary>
[OnEachStore]
public sealed class StaysSinceReportsTests
{
    static readonly DateOnly Day = new Today(TimeProvider.System).InCopenhagen();

    LiveService service = null!;
    string first = "";

    [SetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        first = (await RankAsync()).Json.GetProperty("placements")[0].GetProperty("placementId").GetString()!;
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task A_stay_of_the_day_of_the_report_is_said_from_then_on_and_replays_identical()
    {
        await service.ReportAsync(first, 1, Text(Day));
        var before = await RankAsync();
        await BeginAsync("SINCE-1", Day);
        var after = await RankAsync();
        await BeginAsync("SINCE-2", Day);

        Assert.That((Said(before), Said(after)), Is.EqualTo(((string?)null, "(1) (1) (0)")));
        foreach (var ranking in new[] { before, after })
        {
            var replay = (await service.ReplayAsync(ranking.RankingId)).Json;
            Assert.That(replay.GetProperty("identical").GetBoolean(), Is.True, replay.GetRawText());
            Assert.That((await service.GetAsync($"/v1/rankings/{ranking.RankingId}")).Text, Is.EqualTo(ranking.Text));
            var whatIf = (await service.AskWhatIfAsync(ranking.RankingId, "{}")).Json;
            Assert.That(whatIf.GetProperty("differences").GetArrayLength(), Is.Zero);
        }
        service = await service.RestartAsync();
        Assert.That(Said(await RankAsync()), Is.EqualTo("(1) (2) (0)"));
    }

    [Test]
    public async Task A_new_report_holds_what_came_before_it_and_not_what_begins_after_its_day()
    {
        await service.ReportAsync(first, 2, Text(Day.AddDays(-5)));
        await BeginAsync("SINCE-1", Day.AddDays(-6));
        await BeginAsync("SINCE-2", Day.AddDays(-2));
        await BeginAsync("SINCE-3", Day.AddDays(1));
        Assert.That(Said(await RankAsync()), Is.EqualTo("(2) (1) (0)"), "what begins tomorrow has taken no bed today");

        await service.ReportAsync(first, 1, Text(Day));
        Assert.That(Said(await RankAsync()), Is.Null);
        Assert.That(Said(await RankAsync(Day.AddDays(1))), Is.EqualTo("(1) (1) (0)"));
    }

    [Test]
    public async Task An_end_is_said_too_and_a_correction_and_a_withdrawal_change_it()
    {
        var stay = await BeginAsync("SINCE-1", Day.AddDays(-9));
        await service.ReportAsync(first, 0, Text(Day.AddDays(-3)));
        await EndAsync(stay, Day.AddDays(-1), corrects: false);
        Assert.That(Said(await RankAsync()), Is.EqualTo("(0) (0) (1)"));

        await EndAsync(stay, Day.AddDays(-4), corrects: true);
        Assert.That(Said(await RankAsync()), Is.Null, "the report knew of it");

        await EndAsync(stay, Day, corrects: true);
        Assert.That(Said(await RankAsync()), Is.EqualTo("(0) (0) (1)"));
        await SendAsync(HttpMethod.Post, $"/v1/stays/{stay}/withdrawal", """{"reason":"wrong-case"}""");
        Assert.That(Said(await RankAsync()), Is.Null);
    }

    [Test]
    public async Task A_stay_that_does_not_open_is_passed_over_and_the_service_goes_on()
    {
        await service.ReportAsync(first, 1, Text(Day));
        await BeginAsync("SINCE-1", Day);
        await BeginAsync("SINCE-2", Day);
        var damage = service.Postgres is null ? "x'00'" : "'\\x00'::bytea";
        service = await service.RestartAsync(() =>
            service.Tamper(
                $"UPDATE log_entries SET payload = {damage} WHERE kind = 'stay' AND sequence = (SELECT MIN(sequence) FROM log_entries WHERE kind = 'stay')"
            )
        );

        Assert.That(Said(await RankAsync()), Is.EqualTo("(1) (1) (0)"));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.False);
    }

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The numbers of the notice, in the order of its text; null when it is not there.</summary>
    static string? Said(Reply ranking) =>
        ranking
            .Json.GetProperty("notices")
            .EnumerateArray()
            .Where(notice => notice.GetProperty("code").GetString() == "stays-since-report")
            .Select(notice => notice.GetProperty("text").GetString()!)
            .Select(text => string.Join(' ', System.Text.RegularExpressions.Regex.Matches(text, @"\(\d+\)").Select(match => match.Value)))
            .SingleOrDefault();

    Task<Reply> RankAsync(DateOnly? asOf = null) => service.RankAsync(Example.With("asOf", $"\"{Text(asOf ?? Day)}\""));

    async Task<string> BeginAsync(string reference, DateOnly start)
    {
        var reply = await SendAsync(
            HttpMethod.Post,
            "/v1/stays",
            JsonSerializer.Serialize(
                new
                {
                    caseReference = reference,
                    placementId = first,
                    start = Text(start),
                }
            )
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
        return reply.Json.GetProperty("stayId").GetString()!;
    }

    async Task EndAsync(string stay, DateOnly end, bool corrects)
    {
        var reply = await SendAsync(
            HttpMethod.Patch,
            $"/v1/stays/{stay}",
            JsonSerializer.Serialize(
                new
                {
                    end = Text(end),
                    ending = "planned",
                    corrects,
                }
            )
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
    }

    Task<Reply> SendAsync(HttpMethod method, string path, string body) => service.SendAsync(method, path, LiveService.Content(body));
}
