using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Stays;

/// <summary>
/// What recorded choices say about choosing otherwise: read from rankings and the stays that followed them, and refused where there are too
/// few.
/// </summary>
public sealed class SelectionTests
{
    const string Path = "/v1/stays/selection";

    FakeTimeProvider clock = null!;
    LiveService service = null!;

    [SetUp]
    public async Task Start()
    {
        clock = StayBodies.Clock();
        // The children live side by side: the clock goes back from the end of one stay to the beginning of the next.
        service = await LiveService.StartAtAsync(clock, "--Storage:WrongClockUntilEntry=100000");
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task Of_no_choices_nothing_is_said()
    {
        var answer = await service.GetAsync(Path);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
        Assert.That(
            (Text(answer.Json, "policy"), Text(answer.Json, "refused"), Number(answer.Json, "choices")),
            Is.EqualTo(("first-ranked", "no-outcomes", 0))
        );
    }

    [Test]
    public async Task Of_fewer_than_five_children_not_even_the_number_is_told()
    {
        await LiveAsync("A", rank: 0, brokeDown: true);
        clock.Advance(TimeSpan.FromDays(400));
        var answer = (await service.GetAsync(Path)).Json;

        foreach (var name in new[] { "choices", "children", "withAlternatives", "effectiveSize", "observed" })
            Assert.That(answer.GetProperty(name).ValueKind, Is.EqualTo(JsonValueKind.Null), name);
        Assert.That(Text(answer, "refused"), Is.EqualTo("effective-size-too-small"));
    }

    [Test]
    public async Task Had_the_first_place_always_been_chosen_the_estimate_is_that_of_those_who_came_there()
    {
        // Whoever came to the first place stayed; of the others every other one broke down.
        for (var child = 0; child < 60; child++)
            await LiveAsync($"{child}", rank: child % 3 == 0 ? 1 : 0, brokeDown: child % 6 == 0);
        var young = (await service.GetAsync(Path)).Json;
        clock.Advance(TimeSpan.FromDays(400));
        var answer = (await service.GetAsync(Path, "analyst")).Json;

        Assert.That(
            (Number(young, "choices"), Number(young, "staysNotYetAYear"), Text(young, "refused")),
            Is.EqualTo((0, 60, "no-outcomes")),
            "a year has not gone by"
        );
        Assert.That(
            (
                Number(answer, "choices"),
                Number(answer, "children"),
                Number(answer, "withAlternatives"),
                answer.GetProperty("refused").ValueKind
            ),
            Is.EqualTo((60, 60, 60, JsonValueKind.Null))
        );
        Assert.That(answer.GetProperty("observed").GetProperty("value").GetDouble(), Is.EqualTo(10 / 60.0).Within(0.001));
        Assert.That(answer.GetProperty("selfNormalised").GetProperty("value").GetDouble(), Is.Zero);
        Assert.That(answer.GetProperty("effectiveSize").GetDouble(), Is.EqualTo(40).Within(0.1));
    }

    [Test]
    public async Task That_few_broke_down_is_not_told_as_a_share_either()
    {
        for (var child = 0; child < 40; child++)
            await LiveAsync($"{child}", rank: 0, brokeDown: child < 2);
        clock.Advance(TimeSpan.FromDays(400));
        var answer = (await service.GetAsync(Path)).Json;

        Assert.That(
            (Number(answer, "choices"), answer.GetProperty("refused").ValueKind, answer.GetProperty("observed").ValueKind),
            Is.EqualTo((40, JsonValueKind.Null, JsonValueKind.Null))
        );
    }

    [Test]
    public async Task Stays_that_tell_of_no_choice_are_counted_apart()
    {
        for (var child = 0; child < 5; child++)
        {
            await service.BeginStayAsync(
                $$"""{"caseReference":"{{await CaseAsync($"{child}")}}","placementId":"skodsborg","start":"{{Date(0)}}","track":"social"}"""
            );
            await LiveAsync($"other-{child}", rank: null, brokeDown: false);
        }
        clock.Advance(TimeSpan.FromDays(400));
        var answer = (await service.GetAsync(Path)).Json;

        Assert.That(
            (Number(answer, "staysWithoutRanking"), Number(answer, "staysNotAmongPossible"), Number(answer, "choices")),
            Is.EqualTo((5, 5, 0))
        );
    }

    [Test]
    public async Task Each_case_tells_who_read_it()
    {
        await LiveAsync("A", rank: 0, brokeDown: false);
        await service.GetAsync(Path, "analyst");

        Assert.That(
            (await service.GetAsync("/v1/cases/SEL-A/access-log")).Text,
            Does.Contain("pseudonymised-export").And.Contain("analyst")
        );
    }

    /// <summary>
    /// A child is ranked and comes to the place at a rank from 0, or to one that is excluded, and it may break down two months later.
    /// </summary>
    async Task LiveAsync(string name, int? rank, bool brokeDown)
    {
        var ranking = await RankAsync(name);
        Assert.That(ranking.Status, Is.EqualTo(HttpStatusCode.Created), ranking.Text);
        var places = ranking
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Where(place => (place.GetProperty("rank").ValueKind == JsonValueKind.Null) == (rank is null))
            .ToList();
        var begun = await service.BeginStayAsync(
            $$"""{"caseReference":"SEL-{{name}}","rankingId":"{{ranking.RankingId}}","placementId":"{{Text(places[rank ?? 0], "placementId")}}","start":"{{Date(0)}}","track":"social"}"""
        );
        Assert.That(begun.Status, Is.EqualTo(HttpStatusCode.Created), begun.Text);
        if (!brokeDown)
            return;
        clock.Advance(TimeSpan.FromDays(60));
        var ended = await service.EndStayAsync(
            begun.Headers.Location!.OriginalString,
            $$"""{"end":"{{Date(0)}}","ending":"breakdown","endedBy":"place","reportedBy":"place"}"""
        );
        Assert.That(ended.Status, Is.EqualTo(HttpStatusCode.OK), ended.Text);
        clock.AdjustTime(clock.GetUtcNow().AddDays(-60));
    }

    async Task<string> CaseAsync(string name)
    {
        await RankAsync(name);
        return $"SEL-{name}";
    }

    Task<Reply> RankAsync(string name) =>
        service.RankAsync(Example.With(("caseReference", $"\"SEL-{name}\""), ("asOf", $"\"{Date(0)}\""), ("child.placements", "null")));

    string Date(int after) => clock.GetUtcNow().AddDays(after).ToString("yyyy-MM-dd");

    static int Number(JsonElement answer, string name) => answer.GetProperty(name).GetInt32();

    static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString()!;
}
