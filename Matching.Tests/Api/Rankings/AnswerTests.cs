using System.Globalization;
using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Rankings;

/// <summary>The contract's example request, and its answer field by field.</summary>
public sealed class AnswerTests
{
    static readonly string[] Needs =
    [
        "psychiatric-treatment",
        "self-harm-protection",
        "substance-treatment",
        "opioid-treatment",
        "absconding-containment",
        "violence-safety",
        "sexual-safety",
        "crime-distance",
        "developmental-support",
        "trauma-treatment",
        "school",
        "somatic-health",
        "family-network",
        "observation",
    ];

    static readonly string[] Levels =
    [
        "home-support",
        "network",
        "foster",
        "open-residential",
        "project-place",
        "partially-closed",
        "secure",
        "specially-secured",
    ];

    LiveService service = null!;
    Reply reply = null!;
    JsonElement answer;

    JsonElement[] Placements => [.. answer.GetProperty("placements").EnumerateArray()];

    JsonElement[] Ranked => [.. Placements.Where(placement => placement.GetProperty("rank").ValueKind == JsonValueKind.Number)];

    JsonElement[] Excluded => [.. Placements.Where(placement => placement.GetProperty("rank").ValueKind == JsonValueKind.Null)];

    [OneTimeSetUp]
    public async Task Rank()
    {
        service = await LiveService.StartAsync();
        await service.ReportAsync("skodsborg", 0, "2026-11-20");
        await service.ReportAsync("girls-residence", 2, "2026-11-21");
        reply = await service.RankAsync(Example.Json, language: "en");
        answer = reply.Json;
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public void It_is_created_and_says_where_it_is()
    {
        Assert.That(
            (reply.Status, reply.ContentType, reply.Headers.Location?.OriginalString),
            Is.EqualTo((HttpStatusCode.Created, "application/json", $"/v1/rankings/{reply.RankingId}"))
        );
    }

    [Test]
    public void It_is_not_kept_by_anyone_on_the_way()
    {
        Assert.That(reply.Headers.CacheControl!.NoStore, Is.True);
    }

    [Test]
    public void It_has_every_field_of_the_contract_in_its_order()
    {
        Assert.That(
            Known(
                answer,
                "rankingId",
                "recordedAt",
                "caseReference",
                "asOf",
                "mode",
                "versions",
                "placements",
                "combinations",
                "lessIntrusive",
                "knowledgeGaps",
                "notices"
            ),
            Is.Null
        );
        Assert.That(Known(answer.GetProperty("versions"), "engine", "rules", "criteria", "catalogue", "texts", "state", "model"), Is.Null);
    }

    [Test]
    public void Every_placement_has_every_field_of_the_contract_in_its_order()
    {
        Assert.That(
            Placements.Select(placement =>
                Known(
                    placement,
                    "placementId",
                    "name",
                    "level",
                    "operator",
                    "rank",
                    "score",
                    "bestAvailable",
                    "eligibility",
                    "conditions",
                    "contributions",
                    "confidence",
                    "unmetNeeds",
                    "availability",
                    "peerGroup",
                    "breakdownRisk"
                )
            ),
            Is.All.Null
        );
    }

    [Test]
    public void The_parts_of_a_placement_have_every_field_of_the_contract_in_their_order()
    {
        var parts = Placements.SelectMany(placement =>
            placement
                .GetProperty("conditions")
                .EnumerateArray()
                .Select(condition => Known(condition, "code", "text", "source"))
                .Concat(
                    placement
                        .GetProperty("contributions")
                        .EnumerateArray()
                        .Select(one => Known(one, "criterion", "points", "text", "basis", "source"))
                )
                .Append(Known(placement.GetProperty("availability"), "freePlaces", "asOf", "status"))
        );
        Assert.That(parts, Is.All.Null);
        Assert.That(
            Ranked.Select(placement => Known(placement.GetProperty("confidence"), "probabilityFirst", "rankInterval")),
            Is.All.Null
        );
    }

    [Test]
    public void Gaps_and_notices_have_every_field_of_the_contract_in_their_order()
    {
        Assert.That(
            answer
                .GetProperty("knowledgeGaps")
                .EnumerateArray()
                .Select(gap => Known(gap, "field", "changesFirst", "suggestedStep", "text")),
            Is.Not.Empty.And.All.Null
        );
        Assert.That(
            answer.GetProperty("notices").EnumerateArray().Select(notice => Known(notice, "code", "text")),
            Is.Not.Empty.And.All.Null
        );
    }

    [Test]
    public void It_repeats_what_was_asked_about()
    {
        Assert.That(
            (Text(answer, "caseReference"), Text(answer, "asOf"), Text(answer, "mode")),
            Is.EqualTo((Example.CaseReference, "2026-11-22", "rules"))
        );
    }

    [Test]
    public void Its_time_is_universal_time_to_the_millisecond()
    {
        var written = Text(answer, "recordedAt");
        var recorded = DateTimeOffset.ParseExact(
            written,
            "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );
        Assert.That(recorded, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public void It_names_the_versions_it_rests_on_and_the_last_change_of_state()
    {
        var versions = answer.GetProperty("versions");
        Assert.That(new[] { "engine", "rules", "criteria", "catalogue", "texts" }.Select(name => Text(versions, name)), Is.All.Not.Empty);
        Assert.That(
            (versions.GetProperty("state").GetInt64(), versions.GetProperty("model").ValueKind),
            Is.EqualTo((2L, JsonValueKind.Null))
        );
    }

    [Test]
    public async Task Every_placement_of_the_catalogue_is_in_it_once()
    {
        var catalogue = (await service.GetAsync("/v1/placements")).Json;
        var inForce = catalogue.GetProperty("placements").EnumerateArray().Select(placement => Text(placement, "id"));
        Assert.That(Placements.Select(placement => Text(placement, "placementId")), Is.EquivalentTo(inForce));
        Assert.That(Text(answer.GetProperty("versions"), "catalogue"), Is.EqualTo(Text(catalogue, "version")));
    }

    [Test]
    public void Ranked_placements_come_first_in_their_order_and_the_excluded_after()
    {
        Assert.That((Ranked, Excluded), Is.Not.EqualTo((Array.Empty<JsonElement>(), Array.Empty<JsonElement>())));
        Assert.That(
            Placements.Take(Ranked.Length).Select(placement => placement.GetProperty("rank").GetInt32()),
            Is.EqualTo(Enumerable.Range(1, Ranked.Length))
        );
        Assert.That(Placements.Skip(Ranked.Length), Is.All.Matches<JsonElement>(placement => Text(placement, "eligibility") == "excluded"));
    }

    [Test]
    public void Rank_orders_by_score()
    {
        Assert.That(Ranked.Select(placement => placement.GetProperty("score").GetDecimal()), Is.Ordered.Descending);
    }

    [Test]
    public void Score_is_exactly_the_sum_of_its_points()
    {
        var wrong = Ranked.Where(placement =>
            placement.GetProperty("score").GetDecimal()
            != placement.GetProperty("contributions").EnumerateArray().Sum(one => one.GetProperty("points").GetDecimal())
        );
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Scores_and_points_have_two_decimals()
    {
        var written = Ranked.SelectMany(placement =>
            placement
                .GetProperty("contributions")
                .EnumerateArray()
                .Select(one => one.GetProperty("points").GetRawText())
                .Append(placement.GetProperty("score").GetRawText())
        );
        Assert.That(written, Is.Not.Empty.And.All.Match(@"^-?\d+\.\d\d$"));
    }

    [Test]
    public void Excluded_placements_have_no_rank_score_or_confidence_but_say_why()
    {
        Assert.That(
            Excluded,
            Is.Not.Empty.And.All.Matches<JsonElement>(placement =>
                IsNull(placement, "rank")
                && IsNull(placement, "score")
                && IsNull(placement, "confidence")
                && !placement.GetProperty("bestAvailable").GetBoolean()
                && placement.GetProperty("conditions").GetArrayLength() > 0
            )
        );
    }

    [Test]
    public void Conditional_placements_say_on_what_condition_and_eligible_ones_have_none()
    {
        Assert.That(
            Ranked,
            Is.All.Matches<JsonElement>(placement =>
                Text(placement, "eligibility") == (placement.GetProperty("conditions").GetArrayLength() > 0 ? "conditional" : "eligible")
            )
        );
    }

    [Test]
    public void Every_reason_has_words_and_a_source()
    {
        var reasons = Placements.SelectMany(placement =>
            placement.GetProperty("conditions").EnumerateArray().Concat(placement.GetProperty("contributions").EnumerateArray())
        );
        Assert.That(
            reasons,
            Is.Not.Empty.And.All.Matches<JsonElement>(reason => Text(reason, "text").Length > 0 && Text(reason, "source").Length > 0)
        );
    }

    [Test]
    public void A_step_that_was_not_taken_is_a_condition_with_its_name()
    {
        var codes = Ranked
            .Single(placement => Text(placement, "placementId") == "skodsborg")
            .GetProperty("conditions")
            .EnumerateArray()
            .Select(condition => Text(condition, "code"));
        Assert.That(codes, Has.Member("lawyer-offered").And.No.Member("child-heard"));
    }

    [Test]
    public void Basis_names_paths_of_the_request_without_index()
    {
        var paths = Paths(JsonSerializer.Deserialize<JsonElement>(Example.Json), "").ToHashSet();
        var basis = Placements
            .SelectMany(placement => placement.GetProperty("contributions").EnumerateArray())
            .SelectMany(one => one.GetProperty("basis").EnumerateArray())
            .Select(path => path.GetString()!)
            .Distinct();
        Assert.That(basis, Is.Not.Empty.And.SubsetOf(paths));
    }

    [Test]
    public void Words_are_those_of_the_contract()
    {
        Assert.That(
            Placements.Select(placement => Text(placement, "eligibility")).Distinct(),
            Is.SubsetOf(new[] { "eligible", "conditional", "excluded" })
        );
        Assert.That(Placements.Select(placement => Text(placement, "level")).Distinct(), Is.SubsetOf(Levels));
        Assert.That(
            Placements.Select(placement => Text(placement, "operator")).Distinct(),
            Is.SubsetOf(new[] { "city", "municipality", "region", "private", "family" })
        );
        Assert.That(
            Placements
                .SelectMany(placement => placement.GetProperty("unmetNeeds").EnumerateArray())
                .Select(need => need.GetString())
                .Distinct(),
            Is.SubsetOf(Needs)
        );
        Assert.That(
            Placements.Select(placement => Text(placement.GetProperty("availability"), "status")).Distinct(),
            Is.EquivalentTo(new[] { "known", "unknown" })
        );
    }

    [TestCase("nexus", "partially-closed")]
    [TestCase("skodsborg", "partially-closed")]
    [TestCase("nexus-open", "open-residential")]
    [TestCase("skodsborg-open", "open-residential")]
    [TestCase("soenderbro", "secure")]
    public void A_department_is_at_one_level(string placementId, string level)
    {
        Assert.That(Text(Placements.Single(placement => Text(placement, "placementId") == placementId), "level"), Is.EqualTo(level));
    }

    [Test]
    public void Confidence_holds_a_share_and_an_interval_around_possible_ranks()
    {
        var wrong = Ranked
            .Select(placement => placement.GetProperty("confidence"))
            .Where(confidence =>
                confidence.GetProperty("probabilityFirst").GetDecimal() is < 0 or > 1
                || confidence.GetProperty("rankInterval") is not { ValueKind: JsonValueKind.Array } interval
                || interval.GetArrayLength() != 2
                || interval[0].GetInt32() < 1
                || interval[0].GetInt32() > interval[1].GetInt32()
                || interval[1].GetInt32() > Ranked.Length
            );
        Assert.That(wrong, Is.Empty);
        Assert.That(
            Ranked.Sum(placement => placement.GetProperty("confidence").GetProperty("probabilityFirst").GetDecimal()),
            Is.EqualTo(1m).Within(0.01m)
        );
    }

    [Test]
    public void A_full_place_keeps_its_rank_and_shows_that_it_is_full()
    {
        var skodsborg = Ranked.Single(placement => Text(placement, "placementId") == "skodsborg");
        Assert.That(
            skodsborg.GetProperty("availability").GetRawText(),
            Is.EqualTo("""{"freePlaces":0,"asOf":"2026-11-20","status":"known"}""")
        );
        Assert.That(
            (skodsborg.GetProperty("rank").GetInt32(), skodsborg.GetProperty("bestAvailable").GetBoolean()),
            Is.EqualTo((1, false))
        );
    }

    [Test]
    public void Best_available_marks_only_the_first_ranked_place_with_a_free_bed()
    {
        var first = Ranked.First(placement =>
            placement.GetProperty("availability").GetProperty("freePlaces") is { ValueKind: JsonValueKind.Number } free
            && free.GetInt32() > 0
        );
        Assert.That(
            Placements
                .Where(placement => placement.GetProperty("bestAvailable").GetBoolean())
                .Select(placement => Text(placement, "placementId")),
            Is.EqualTo(new[] { Text(first, "placementId") })
        );
    }

    [Test]
    public void Unknown_free_places_are_unknown_and_not_none()
    {
        var unknown = Placements.First(placement => Text(placement, "placementId") == "nexus").GetProperty("availability").GetRawText();
        Assert.That(unknown, Is.EqualTo("""{"freePlaces":null,"asOf":null,"status":"unknown"}"""));
    }

    [Test]
    public void No_risk_is_guessed_at_without_a_model()
    {
        Assert.That(Placements.Select(placement => placement.GetProperty("breakdownRisk").ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        Assert.That(answer.GetProperty("notices").EnumerateArray().Select(notice => Text(notice, "code")), Has.Member("rules-only"));
    }

    [Test]
    public void An_unknown_fact_is_a_gap_with_a_step_to_close_it()
    {
        var gap = answer.GetProperty("knowledgeGaps").EnumerateArray().Single(gap => Text(gap, "field") == "child.somaticHealthNeeds");
        Assert.That(
            (Text(gap, "suggestedStep"), gap.GetProperty("changesFirst").GetDecimal()),
            Is.EqualTo(("health-check", 0m)).Using<decimal>((_, other) => other is >= 0 and <= 1)
        );
    }

    [Test]
    public void Less_intrusive_levels_than_the_first_are_named_from_the_catalogue()
    {
        var less = answer.GetProperty("lessIntrusive");
        Assert.That(Text(less, "level"), Is.EqualTo(Text(Ranked[0], "level")));
        Assert.That(
            less.GetProperty("alternatives").EnumerateArray().Select(alternative => Text(alternative, "level")),
            Is.Not.Empty.And.SubsetOf(Levels).And.No.Member("partially-closed")
        );
    }

    [Test]
    public async Task Without_a_day_it_speaks_of_today()
    {
        var ranking = await service.RankAsync(Example.Without("asOf"));
        var asOf = DateOnly.ParseExact(Text(ranking.Json, "asOf"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.That(
            asOf,
            Is.EqualTo(DateOnly.FromDateTime(DateTime.UtcNow)).Or.EqualTo(DateOnly.FromDateTime(DateTime.UtcNow.AddHours(2)))
        );
    }

    [Test]
    public async Task The_smallest_request_is_enough()
    {
        var ranking = await service.RankAsync("""{"caseReference":"a","child":{"ageYears":0}}""");
        Assert.That(ranking.Status, Is.EqualTo(HttpStatusCode.Created), ranking.Text);
    }

    [Test]
    public async Task The_model_is_refused_while_none_is_promoted()
    {
        var entries = await service.EntriesAsync();
        var refusal = await service.RankAsync(Example.With("mode", "\"rules-and-model\""));
        Assert.That((refusal.Status, refusal.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    static IEnumerable<string> Paths(JsonElement element, string path) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(property => Paths(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"))
                .Append(path),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Paths(item, path)).Append(path),
            _ => [path],
        };

    static string? Known(JsonElement element, params string[] contract)
    {
        var found = element.EnumerateObject().Select(property => property.Name).Where(contract.Contains);
        return found.SequenceEqual(contract) ? null : element.GetRawText();
    }

    static bool IsNull(JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.Null;

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
