using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

/// <summary>What has to be done before a decision, whoever has the case and no matter what else was decided.</summary>
public sealed class DecisionStepsTests
{
    private static readonly Dictionary<string, Availability> NoneKnown = [];

    [Test]
    public void A_ground_for_a_locked_place_replaces_no_consent_at_an_open_one()
    {
        var child = A.Child() with { Legal = new LegalPosition([Ground.PartiallyClosed], Decider.Committee, []) };

        Assert.That(
            Law(child).At(Level.Foster).MissingConsents.Select(condition => condition.Code),
            Is.EqualTo(["custody-holder-consent", "youth-consent"])
        );
        Assert.That(Law(child).At(Level.PartiallyClosed).MissingConsents, Is.Empty);
    }

    [Test]
    public void A_compulsory_placement_replaces_consent_where_it_opens_the_level()
    {
        var child = A.Child() with
        {
            Legal = new LegalPosition([Ground.PartiallyClosed, Ground.CompulsoryPlacement], Decider.Committee, []),
        };

        Assert.That(Law(child).At(Level.Foster).MissingConsents, Is.Empty);
    }

    [TestCase(Decider.Administration)]
    [TestCase(Decider.Court)]
    [TestCase(null)]
    public void While_grounds_are_not_assessed_a_locked_place_asks_for_the_steps_of_those_who_could_give_one(Decider? decider)
    {
        var child = A.Child() with { AgeYears = 14, Legal = new LegalPosition(null, decider, []) };

        Assert.That(
            Law(child).At(Level.PartiallyClosed).MissingSteps.Select(condition => condition.Code),
            Is.EqualTo(["child-heard", "child-examination", "parents-heard", "lawyer-offered", "less-intrusive-considered", "childs-plan"])
        );
    }

    [Test]
    public void A_ground_that_its_decider_cannot_give_is_said_to_count_for_nothing()
    {
        var child = A.Child() with { Legal = new LegalPosition([Ground.RemandSurrogate], Decider.Court, []) };

        Assert.That(Notices(child with { AgeYears = 14 }), Does.Contain("ground-not-valid"));
        Assert.That(Notices(child), Does.Not.Contain("ground-not-valid"));
    }

    [Test]
    public void Every_conflict_at_a_sister_department_is_named()
    {
        var child = A.Child() with
        {
            Conflicts = [new("nexus", ConflictReason.GangConflict), new("nexus", ConflictReason.CoResidentConflict)],
        };
        var open = CaseInquiry
            .Ask(child, TestReferenceData.Shipped, NoneKnown, TestReferenceData.Day)
            .Placements.Single(place => place.PlacementId == "nexus-open");

        Assert.That(
            open.Conditions.Where(condition => condition.Code == "conflict-at-institution").Select(condition => condition.Values[0].Value),
            Is.EquivalentTo(["conflict-reason.gang-conflict", "conflict-reason.co-resident-conflict"])
        );
    }

    private static LegalAssessment Law(ChildProfile child) => A.Case(child, A.Catalogue(A.Ladder())).Law;

    private static IEnumerable<string> Notices(ChildProfile child) =>
        CaseInquiry.Ask(child, TestReferenceData.Shipped, NoneKnown, TestReferenceData.Day).Notices.Select(notice => notice.Code);
}
