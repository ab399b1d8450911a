using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class ConflictGateTests
{
    private static readonly LegalPosition Remand = new([Ground.RemandSurrogate], Decider.Court, []);
    private static readonly LegalPosition Sentence = new([Ground.Sentence], Decider.Court, []);
    private static readonly LegalPosition Board = new([Ground.SecureDanger], Decider.YouthCrimeBoard, []);

    private static IEnumerable<Level> Levels => Terms<Level>.All;

    [TestCaseSource(nameof(Levels))]
    public void A_gang_conflict_excludes_at_every_level(Level level) =>
        Assert.That(At(level, ConflictReason.GangConflict), Is.EqualTo(["!conflict-gang-conflict"]));

    [TestCaseSource(nameof(Levels))]
    public void An_honour_related_conflict_excludes_at_every_level(Level level) =>
        Assert.That(At(level, ConflictReason.HonourRelated), Is.EqualTo(["!conflict-honour-related"]));

    [TestCaseSource(nameof(Levels))]
    public void A_conflict_with_a_resident_is_a_condition_at_every_level(Level level) =>
        Assert.That(At(level, ConflictReason.CoResidentConflict), Is.EqualTo(["conflict-co-resident-conflict"]));

    [TestCase(Level.ProjectPlace, "!conflict-threat-from-outside")]
    [TestCase(Level.PartiallyClosed, "conflict-threat-from-outside")]
    public void A_threat_from_outside_excludes_where_doors_are_open(Level level, string finding) =>
        Assert.That(At(level, ConflictReason.ThreatFromOutside), Is.EqualTo([finding]));

    [Test]
    public void The_co_accused_are_kept_apart_in_remand_only()
    {
        Assert.That(At(Level.Secure, ConflictReason.CoAccused, Remand), Is.EqualTo(["!conflict-co-accused"]), "remand");
        Assert.That(At(Level.Secure, ConflictReason.CoAccused, Sentence), Is.EqualTo(["conflict-co-accused"]), "sentence");
        Assert.That(At(Level.Secure, ConflictReason.CoAccused, Board), Is.EqualTo(["conflict-co-accused"]), "youth crime board");
        Assert.That(At(Level.Secure, ConflictReason.CoAccused), Is.EqualTo(["conflict-co-accused"]), "social");
    }

    [Test]
    public void A_conflict_elsewhere_says_nothing_here() =>
        Assert.That(
            GateFindings.Of(
                new ConflictGate(),
                A.Child() with
                {
                    Conflicts = [new Conflict("elsewhere", ConflictReason.GangConflict)],
                },
                A.Place(id: "here")
            ),
            Is.Empty
        );

    [Test]
    public void Conflicts_not_known_say_nothing() =>
        Assert.That(GateFindings.Of(new ConflictGate(), A.Child() with { Conflicts = null }, A.Place()), Is.Empty);

    [Test]
    public void Every_conflict_at_a_place_is_named_once_and_in_the_same_order_however_it_is_given()
    {
        Conflict[] conflicts =
        [
            new("here", ConflictReason.GangConflict),
            new("here", ConflictReason.CoResidentConflict),
            new("here", ConflictReason.GangConflict),
        ];
        var forth = GateFindings.Of(new ConflictGate(), A.Child() with { Conflicts = conflicts }, A.Place(id: "here"));
        var back = GateFindings.Of(new ConflictGate(), A.Child() with { Conflicts = [.. conflicts.Skip(1)] }, A.Place(id: "here"));

        Assert.That(forth, Is.EquivalentTo(["!conflict-gang-conflict", "conflict-co-resident-conflict"]));
        Assert.That(back, Is.EqualTo(forth));
    }

    private static string[] At(Level level, ConflictReason reason, LegalPosition? legal = null) =>
        GateFindings.Of(
            new ConflictGate(),
            A.Child() with
            {
                Conflicts = [new Conflict("here", reason)],
                Legal = legal ?? new LegalPosition([], Decider.Administration, []),
            },
            A.Place(level, "here")
        );
}
