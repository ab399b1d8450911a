using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

public sealed class EligibilityAssessmentTests
{
    [Test]
    public void A_place_with_several_reasons_keeps_them_all()
    {
        var place = A.Place(Level.Secure, "here") with
        {
            Approved = false,
            Ages = new AgeRange(16, 17),
            Sexes = [Sex.Male],
            Tracks = [Track.Remand],
            Accessible = false,
        };
        var child = A.Child() with
        {
            Conflicts = [new Conflict("here", ConflictReason.GangConflict)],
            AccessibilityNeeds = true,
            InterpreterNeeded = true,
            Legal = new LegalPosition([], Decider.Administration, []),
        };

        Assert.That(
            Findings(child, place),
            Is.EqualTo([
                "!not-approved",
                "!age-outside-approval",
                "!sex-outside-approval",
                "!track-outside-approval",
                "!no-ground-for-level",
                "child-heard",
                "child-examination",
                "parents-heard",
                "lawyer-offered",
                "less-intrusive-considered",
                "childs-plan",
                "!conflict-gang-conflict",
                "accessibility-needed",
                "interpreter-needed",
            ])
        );
    }

    [Test]
    public void A_place_that_nothing_stands_in_the_way_of_is_eligible() =>
        Assert.That(EligibilityStatusOf(A.Child(), A.Place()), Is.EqualTo(EligibilityStatus.Eligible));

    [Test]
    public void A_condition_alone_makes_a_place_conditional() =>
        Assert.That(EligibilityStatusOf(A.Child() with { InterpreterNeeded = true }, A.Place()), Is.EqualTo(EligibilityStatus.Conditional));

    [Test]
    public void One_refusal_among_conditions_excludes() =>
        Assert.That(
            EligibilityStatusOf(A.Child() with { InterpreterNeeded = true }, A.Place() with { Approved = false }),
            Is.EqualTo(EligibilityStatus.Excluded)
        );

    [Holds(300)]
    public void A_gate_says_that_it_refuses_exactly_when_a_finding_of_it_does(Situation situation)
    {
        var child = situation.Rank().EligibilityAssessment.Context;
        for (var place = 0; place < situation.Catalogue.Placements.Length; place++)
        {
            foreach (var gate in Gate.All)
                Assert.That(
                    gate.Refuses(child, situation.Catalogue, place),
                    Is.EqualTo(gate.Ask(child, situation.Catalogue, place).Refuses),
                    $"{gate.GetType().Name} {situation.Catalogue.Placements[place].Id}"
                );
        }
    }

    [Test]
    public void Every_kind_of_gate_is_asked()
    {
        var kinds = typeof(Gate).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Gate)));

        Assert.That(Gate.All.Select(gate => gate.GetType()), Is.EquivalentTo(kinds));
    }

    [Holds]
    public void Exactly_the_places_without_a_refusal_are_admitted(Situation situation)
    {
        var assessment = Screen(situation.Child, situation.Catalogue);
        var refused = Enumerable
            .Range(0, situation.Places.Count)
            .Where(place => assessment.ConditionsOf(place).ToArray().Any(condition => condition.Refuses));

        Assert.That(
            assessment.Eligible.Select(admitted => admitted.Placement),
            Is.EqualTo(Enumerable.Range(0, situation.Places.Count).Except(refused))
        );
    }

    [Holds]
    public void Every_gates_every_finding_is_kept(Situation situation)
    {
        var catalogue = situation.Catalogue;
        var child = A.Case(situation.Child, catalogue);
        var assessment = EligiblePlacement.Screen(child, catalogue);

        for (var place = 0; place < situation.Places.Count; place++)
        {
            Assert.That(
                assessment.ConditionsOf(place).ToArray().Select(condition => condition.Code),
                Is.EqualTo(Gate.All.SelectMany(gate => gate.Ask(child, catalogue, place).Findings).Select(condition => condition.Code))
            );
        }
    }

    private static string[] Findings(ChildProfile child, Place place) =>
        [.. Screen(child, A.Catalogue(place)).ConditionsOf(0).ToArray().Select(Gates.GateFindings.Shown)];

    private static EligibilityStatus EligibilityStatusOf(ChildProfile child, Place place) =>
        Screen(child, A.Catalogue(place)).EligibilityStatusOf(0);

    private static EligibilityAssessment Screen(ChildProfile child, Catalogue catalogue) =>
        EligiblePlacement.Screen(A.Case(child, catalogue), catalogue);
}
