using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Placements;

/// <summary>
/// Who lives at a placement: reported in counts, in force until the next report, and in every ranking and replay as it was then.
/// </summary>
public sealed class PeerGroupTests
{
    const string Identical = """{"identical":true,"engineChanged":false,"differences":[]}""";
    const string Integer =
        """{"asOf":"2026-11-22","residents":6,"gangTies":2,"gangConflict":true,"severeSelfHarm":3,"youngestAge":13,"oldestAge":17}""";
    const string Nothing =
        """{"asOf":"2026-11-22","residents":null,"gangTies":null,"gangConflict":null,"severeSelfHarm":null,"youngestAge":null,"oldestAge":null}""";

    /// <summary>A group that speaks against a place for the example's child, who harms itself severely.</summary>
    const string Harming =
        """{"asOf":"2026-11-20","residents":6,"gangTies":0,"gangConflict":false,"severeSelfHarm":5,"youngestAge":14,"oldestAge":17}""";

    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase(Integer, Integer)]
    [TestCase(Nothing, Nothing)]
    [TestCase("""{"asOf":"2026-11-22"}""", Nothing)]
    [TestCase(
        """{"gangTies":4,"asOf":"2026-11-22"}""",
        """{"asOf":"2026-11-22","residents":null,"gangTies":4,"gangConflict":null,"severeSelfHarm":null,"youngestAge":null,"oldestAge":null}"""
    )]
    public async Task What_was_reported_can_be_read_again(string body, string read)
    {
        var report = await ReportAsync("nexus", body);
        Assert.That((report.Status, report.Bytes.Length == 0), Is.EqualTo((HttpStatusCode.NoContent, true)));
        Assert.That(await ReadAsync("nexus"), Is.EqualTo($$"""{"placementId":"nexus","peerGroup":{{read}}}"""));
    }

    [Test]
    public async Task A_placement_that_has_not_reported_has_no_group() =>
        Assert.That(await ReadAsync("skodsborg"), Is.EqualTo("""{"placementId":"skodsborg","peerGroup":null}"""));

    [Test]
    public async Task The_report_that_came_last_is_in_force_whole()
    {
        await ReportAsync("nexus", Integer);
        await ReportAsync("skodsborg", Harming);
        await ReportAsync("nexus", """{"asOf":"2026-11-22"}""");
        Assert.That(await ReadAsync("nexus"), Is.EqualTo($$"""{"placementId":"nexus","peerGroup":{{Nothing}}}"""));
        Assert.That(await ReadAsync("skodsborg"), Is.EqualTo($$"""{"placementId":"skodsborg","peerGroup":{{Harming}}}"""));
    }

    [Test]
    public async Task A_report_changes_the_state_beside_those_of_free_places()
    {
        await service.ReportAsync("nexus", 1);
        await ReportAsync("nexus", Integer);
        var ranking = await service.RankAsync(Example.Json);
        Assert.That(ranking.Json.GetProperty("versions").GetProperty("state").GetInt64(), Is.EqualTo(2));
        Assert.That(Of(ranking, "nexus").GetProperty("availability").GetProperty("freePlaces").GetInt32(), Is.EqualTo(1));
        Assert.That(Of(ranking, "nexus").GetProperty("peerGroup").GetRawText(), Is.EqualTo("""{"asOf":"2026-11-22","known":true}"""));
        Assert.That(Of(ranking, "skodsborg").GetProperty("peerGroup").GetRawText(), Is.EqualTo("""{"asOf":null,"known":false}"""));
    }

    [Test]
    public async Task A_group_moves_the_place_it_lives_at_and_no_other()
    {
        var before = await service.RankAsync(Example.Json, language: "en");
        await ReportAsync("skodsborg", Harming);
        var after = await service.RankAsync(Example.Json, language: "en");

        Assert.That(Score(after, "skodsborg") - Score(before, "skodsborg"), Is.EqualTo(-8.00m));
        var contribution = Of(after, "skodsborg")
            .GetProperty("contributions")
            .EnumerateArray()
            .Single(one => one.GetProperty("criterion").GetString() == "peer-self-harm");
        Assert.That(contribution.GetProperty("basis").EnumerateArray().Select(one => one.GetString()), Has.Member("child.selfHarm"));
        Assert.That(
            contribution.GetProperty("text").GetString(),
            Does.StartWith("The child must be protected against self-harm, but many")
        );
        foreach (var other in before.Json.GetProperty("placements").EnumerateArray().Select(Id).Where(id => id != "skodsborg"))
            Assert.That(
                Of(after, other).GetProperty("score").GetRawText(),
                Is.EqualTo(Of(before, other).GetProperty("score").GetRawText()),
                other
            );
    }

    [Test]
    public async Task The_answer_names_the_risk_at_the_first_place_and_repeats_no_count()
    {
        const string crowd = """{"asOf":"2026-11-22","residents":777,"gangTies":0,"severeSelfHarm":599}""";
        foreach (var id in (await service.RankAsync(Example.Json)).Json.GetProperty("placements").EnumerateArray().Select(Id))
            await ReportAsync(id, crowd);
        var ranking = await service.RankAsync(Example.Json, language: "en");
        var first = ranking.Json.GetProperty("placements")[0];
        Assert.That(
            Notice(ranking, "peer-group-risk"),
            Is.EqualTo(
                $"Look at the children who live there now before {first.GetProperty("name").GetString()} is chosen. This speaks "
                    + $"against it: severe self-harm by many. Agree with the placement how this child and the others can be safe together."
            )
        );
        Assert.That(
            new[] { "placements", "notices" }.SelectMany(part => Values(ranking.Json.GetProperty(part))),
            Has.None.Matches("599|777")
        );

        static IEnumerable<string> Values(JsonElement json) =>
            json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Values(property.Value)),
                JsonValueKind.Array => json.EnumerateArray().SelectMany(Values),
                _ => [json.GetRawText()],
            };
    }

    [Test]
    public async Task A_conflict_between_gangs_is_a_condition_for_a_child_with_gang_ties()
    {
        var tied = Example.With("child.crime.gangTies", "true");
        await ReportAsync("skodsborg", Integer);
        var condition = Of(await service.RankAsync(tied, language: "en"), "skodsborg")
            .GetProperty("conditions")
            .EnumerateArray()
            .Single(one => one.GetProperty("code").GetString() == "peer-gang-conflict");
        Assert.That(
            (
                condition.GetProperty("refuses").GetBoolean(),
                condition.GetProperty("verified").GetBoolean(),
                condition.GetProperty("source").GetString()
            ),
            Is.EqualTo((false, false, "Oplyst af stedet 2026-11-22"))
        );
        Assert.That(
            Of(await service.RankAsync(Example.Json), "skodsborg")
                .GetProperty("conditions")
                .EnumerateArray()
                .Select(one => one.GetProperty("code").GetString()),
            Has.None.EqualTo("peer-gang-conflict")
        );
    }

    [TestCase("2026-08-24", false)]
    [TestCase("2026-08-23", true)]
    public async Task A_group_reported_long_ago_is_told_of_as_old(string asOf, bool old)
    {
        await ReportAsync("skodsborg", $$"""{"asOf":"{{asOf}}","residents":6}""");
        Assert.That(Notice(await service.RankAsync(Example.Json), "peer-group-old") is not null, Is.EqualTo(old));
    }

    [Test]
    public async Task Later_reports_change_no_record_and_no_replay_also_after_a_restart()
    {
        var without = await service.RankAsync(Example.Json);
        await ReportAsync("skodsborg", Harming);
        var with = await service.RankAsync(Example.Json);
        await ReportAsync("skodsborg", Integer);
        await service.ReportAsync("skodsborg", 2);
        await ReportAsync("nexus", Harming);
        var last = await service.RankAsync(Example.Json);
        for (var start = 0; start < 2; start++)
        {
            foreach (var ranking in new[] { without, with, last })
            {
                Assert.That((await service.GetAsync($"/v1/rankings/{ranking.RankingId}")).Text, Is.EqualTo(ranking.Text));
                Assert.That((await service.ReplayAsync(ranking.RankingId)).Text, Is.EqualTo(Identical));
            }
            service = await service.RestartAsync();
        }
        Assert.That((await service.RankAsync(Example.Json)).WithoutIdAndTime, Is.EqualTo(last.WithoutIdAndTime));
        Assert.That(await ReadAsync("skodsborg"), Is.EqualTo($$"""{"placementId":"skodsborg","peerGroup":{{Integer}}}"""));
    }

    Task<Reply> ReportAsync(string id, string body) =>
        service.SendAsync(HttpMethod.Put, $"/v1/placements/{id}/peer-group", LiveService.Content(body));

    async Task<string> ReadAsync(string id) => (await service.GetAsync($"/v1/placements/{id}/peer-group")).Text;

    static JsonElement Of(Reply ranking, string id) =>
        ranking.Json.GetProperty("placements").EnumerateArray().Single(placement => Id(placement) == id);

    static decimal Score(Reply ranking, string id) => Of(ranking, id).GetProperty("score").GetDecimal();

    static string Id(JsonElement placement) => placement.GetProperty("placementId").GetString()!;

    static string? Notice(Reply ranking, string code) =>
        ranking
            .Json.GetProperty("notices")
            .EnumerateArray()
            .Where(notice => notice.GetProperty("code").GetString() == code)
            .Select(notice => notice.GetProperty("text").GetString())
            .SingleOrDefault();
}
