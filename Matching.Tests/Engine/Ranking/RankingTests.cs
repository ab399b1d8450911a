using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Ranking;

public sealed class RankingTests
{
    private static readonly JsonSerializerOptions AllOfIt = new() { IncludeFields = true };
    private static readonly Dictionary<string, Availability> NoneKnown = [];

    [Holds(360)]
    public void Places_stand_by_score_then_level_then_id(Situation situation)
    {
        var ranking = situation.Rank();
        var placements = ranking.EligibilityAssessment.Catalogue.Placements;

        Assert.That(
            ranking.Places.Select(place => placements[place.Placement].Id),
            Is.EqualTo(
                ranking
                    .Places.OrderByDescending(place => place.Score)
                    .ThenBy(place => placements[place.Placement].Level)
                    .ThenBy(place => placements[place.Placement].Id, StringComparer.Ordinal)
                    .Select(place => placements[place.Placement].Id)
            )
        );
    }

    [Test]
    public void On_a_tie_the_id_decides_ordinally() =>
        Assert.That(
            new Situation(A.Child(), [A.Place(id: "b"), A.Place(id: "a-1"), A.Place(id: "a0")], 0).Order(),
            Is.EqualTo(["a-1", "a0", "b"])
        );

    [Test]
    public void On_a_tie_the_less_intrusive_level_stands_first()
    {
        // The ground justifies secure, and what protects the child counts at neither level: both score the same.
        var child = A.ChildOn(Ground.RemandSurrogate, Decider.Court) with
        {
            ProtectiveFactors = [],
        };
        var two = new Situation(child, [A.Place(Level.Secure, "a"), A.Place(Level.PartiallyClosed, "b")], 0);

        Assert.That(two.Scores().Values.Distinct().Count(), Is.EqualTo(1));
        Assert.That(two.Order(), Is.EqualTo(["b", "a"]));
    }

    [Holds(360)]
    public void Every_placement_stands_in_the_answer_exactly_once(Situation situation) =>
        Assert.That(
            situation.Ask().Placements.Select(place => place.PlacementId),
            Is.EquivalentTo(situation.Places.Select(place => place.Id))
        );

    [Holds(360)]
    public void Only_and_all_places_that_are_not_excluded_are_ranked_from_one_on_and_stand_first(Situation situation)
    {
        var places = situation.Ask().Placements;
        var ranked = places.TakeWhile(place => place.EligibilityStatus != EligibilityStatus.Excluded).ToList();

        Assert.That(ranked.Select(place => place.Rank), Is.EqualTo(Enumerable.Range(1, ranked.Count)));
        foreach (var excluded in places.Skip(ranked.Count))
        {
            Assert.That(
                (
                    excluded.EligibilityStatus,
                    excluded.Rank,
                    excluded.Score,
                    excluded.ProbabilityFirst,
                    excluded.RankInterval,
                    excluded.Contributions.Count
                ),
                Is.EqualTo((EligibilityStatus.Excluded, (int?)null, (int?)null, (int?)null, ((int, int)?)null, 0))
            );
        }
    }

    [Holds(360)]
    public void Removing_an_excluded_place_changes_nothing_for_the_others(Situation situation)
    {
        // The catalogue is how the engine knows which institution a place of the child's history, or of a conflict, belongs to: such a one
        // has to stay.
        var history = (situation.Child.Placements ?? [])
            .Select(earlier => earlier.PlacementId)
            .Append(situation.Child.CurrentPlacementId)
            .Concat((situation.Child.Conflicts ?? []).Select(conflict => conflict.PlacementId));
        var ranked = situation.Order();
        var leaving = situation.Places.FirstOrDefault(place => !ranked.Contains(place.Id) && !history.Contains(place.Id));
        if (leaving is null || situation.Places.Count == 1)
            return;
        var left = situation with { Places = [.. situation.Places.Where(place => place != leaving)] };

        Assert.That(left.Order(), Is.EqualTo(ranked));
        Assert.That(left.Scores(), Is.EqualTo(situation.Scores()));
        Assert.That(
            left.Ask().Placements.Select(place => (place.PlacementId, place.ProbabilityFirst, place.RankInterval)),
            Is.EqualTo(
                situation
                    .Ask()
                    .Placements.Where(place => place.PlacementId != leaving.Id)
                    .Select(place => (place.PlacementId, place.ProbabilityFirst, place.RankInterval))
            )
        );
    }

    [Holds(360)]
    public void The_order_in_which_facts_are_given_never_matters(Situation situation)
    {
        var shuffled = situation with { Child = Shuffled(situation.Child, new Some(situation.Seed)) };

        Assert.That(Written(shuffled.Ask()), Is.EqualTo(Written(situation.Ask())));
    }

    [Holds]
    public void The_order_and_the_files_in_which_places_are_given_never_matter(Situation situation)
    {
        var some = new Some(situation.Seed);
        var shuffled = some.Shuffled(situation.Places);
        var split = some.Below(shuffled.Length);
        var services = some.Shuffled(situation.Services);
        var parted = some.Below(services.Length + 1);
        var catalogue = CatalogueLoader.Load(
            DataDocument.FromFiles([
                File("z.json", shuffled[..split], services[parted..]),
                File("a.json", shuffled[split..], services[..parted]),
            ])
        );

        var answer = CaseInquiry.Ask(
            situation.Child,
            situation.ReferenceDataSet with
            {
                Catalogue = catalogue,
            },
            NoneKnown,
            TestReferenceData.Day
        );

        Assert.That(Written(answer), Is.EqualTo(Written(situation.Ask())));
    }

    [Holds]
    public void The_same_question_gets_the_same_answer(Situation situation)
    {
        var (once, again) = (situation.Ask(), (situation with { }).Ask());

        Assert.That(Written(again), Is.EqualTo(Written(once)));
    }

    [Test]
    public void A_full_place_keeps_its_rank_and_the_first_with_a_free_bed_is_marked()
    {
        var catalogue = A.Catalogue(A.Place(id: "a"), A.Place(id: "b"), A.Place(id: "c"));
        var beds = new Dictionary<string, Availability>
        {
            ["a"] = new(0, TestReferenceData.Day),
            ["b"] = new(2, TestReferenceData.Day),
            ["c"] = new(1, TestReferenceData.Day),
        };

        var places = CaseInquiry.Ask(A.Child(), TestReferenceData.With(catalogue), beds, TestReferenceData.Day).Placements;

        Assert.That(
            places.Select(place => (place.PlacementId, place.BestAvailable)),
            Is.EqualTo([("a", false), ("b", true), ("c", false)])
        );
    }

    [Test]
    public void Where_no_bed_is_known_to_be_free_none_is_marked() =>
        Assert.That(new Situation(A.Child(), A.Ladder(), 0).Ask().Placements.Select(place => place.BestAvailable), Is.All.False);

    [Test]
    public void A_child_for_whom_no_place_is_possible_still_gets_every_reason()
    {
        var answer = new Situation(A.Child(), [A.Place(Level.Secure, "a"), A.Place(id: "b") with { Approved = false }], 0).Ask();

        Assert.That(answer.Placements.Select(place => place.Conditions.Count(condition => condition.Refuses)), Is.All.Positive);
        Assert.That(answer.Notices.Select(notice => notice.Code), Has.Some.EqualTo("no-eligible-placement"));
    }

    [Test]
    public void The_shipped_catalogue_ranks_the_contracts_example()
    {
        var child = A.Child() with
        {
            SelfHarm = Severity.Severe,
            SuicideRisk = SuicideRisk.High,
            Diagnoses = [new Diagnosis("F60.3", DiagnosisStatus.Suspected), new Diagnosis("F32.1", DiagnosisStatus.Confirmed)],
            Absconding = new Absconding(4, 3, true),
            Legal = new LegalPosition([Ground.PartiallyClosed], Decider.Committee, [Step.ChildExamination, Step.ChildHeard]),
        };

        var ranking = Matcher.Rank(child, TestReferenceData.Shipped, TestReferenceData.Day);
        var locked = Situation
            .OrderOf(ranking)
            .Where(id => TestReferenceData.Shipped.Catalogue.Placements.Single(place => place.Id == id).Level.IsLocked());

        Assert.That(locked, Has.Some.EqualTo("skodsborg"));
        Assert.That(Situation.ScoresOf(ranking)["skodsborg"], Is.GreaterThan(Situation.ScoresOf(ranking)["nexus"]));
        Assert.That(Situation.OrderOf(ranking), Has.None.EqualTo("soenderbro"));
    }

    private static string Written(Answer answer) => JsonSerializer.Serialize(answer, AllOfIt);

    private static (string, ReadOnlyMemory<byte>) File(string name, Place[] places, Service[] services) =>
        (
            name,
            Encoding.UTF8.GetBytes(
                new JsonObject
                {
                    ["schema"] = 3,
                    ["placements"] = new JsonArray([.. places.Select(place => place.ToJson())]),
                    ["services"] = new JsonArray([.. services.Select(service => service.ToJson())]),
                }.ToJsonString()
            )
        );

    private static ChildProfile Shuffled(ChildProfile child, Some some)
    {
        return child with
        {
            Diagnoses = Mixed(child.Diagnoses),
            SubstanceUse = Mixed(child.SubstanceUse),
            Exploitation = Mixed(child.Exploitation),
            ProtectiveFactors = Mixed(child.ProtectiveFactors),
            Placements = Mixed(child.Placements),
            EarlierMeasures = Mixed(child.EarlierMeasures),
            Wishes = new Wishes(Mixed(child.Wishes.Child), Mixed(child.Wishes.Parents), Mixed(child.Wishes.Matters)),
            Conflicts = Mixed(child.Conflicts),
            Legal = child.Legal with { Grounds = Mixed(child.Legal.Grounds), StepsTaken = Mixed(child.Legal.StepsTaken) },
        };

        IReadOnlyList<T>? Mixed<T>(IReadOnlyList<T>? list) => list is null ? null : some.Shuffled(list);
    }
}
