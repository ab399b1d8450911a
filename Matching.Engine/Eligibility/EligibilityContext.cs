using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>
/// One child on one day under the rules of that day: what every gate needs to know, worked out once. Immutable.
/// </summary>
public sealed class EligibilityContext
{
    private readonly PlaceConflicts _conflicts;
    private readonly PeerGroup?[]? _peerGroups;
    private readonly CircumstanceFindings _circumstances;
    private readonly Catalogue _catalogue;
    private byte[]? _youngerChildren;

    /// <summary>Prepares a case.</summary>
    public EligibilityContext(
        ChildProfile profile,
        DateOnly asOf,
        RuleSet rules,
        Catalogue catalogue,
        NeedStrength[] needs,
        IReadOnlyDictionary<string, PeerGroup>? peerGroups = null,
        CareSettings? care = null
    )
        : this(profile, asOf, rules.InForce(asOf), catalogue, needs, Located(peerGroups, catalogue), care, null) { }

    private EligibilityContext(
        ChildProfile profile,
        DateOnly asOf,
        RuleSet rulesOfTheDay,
        Catalogue catalogue,
        NeedStrength[] needs,
        PeerGroup?[]? peerGroups,
        CareSettings? care,
        EligibilityContext? before
    )
    {
        (Care, _catalogue) = (care, catalogue);
        _peerGroups = peerGroups;
        Profile = profile;
        AsOf = asOf;
        Rules = rulesOfTheDay;
        _circumstances = before?._circumstances ?? new CircumstanceFindings(rulesOfTheDay);
        Needs = needs;
        ClearNeeds = ClearOf(needs);
        AgeYears = profile.AgeYears ?? Age.On(asOf, profile.BirthDate!.Value, Rules.Birthdays[0].LeapDay);
        AgeBasis = profile.AgeYears is null ? "child.birthDate" : "child.ageYears";
        Law =
            before is not null && before.AgeYears == AgeYears && before.AgeBasis == AgeBasis && IsSameBeforeTheLaw(before.Profile, profile)
                ? before.Law
                : new LegalAssessment(this);
        _conflicts =
            before is not null && before._conflicts.Holds(profile, catalogue) ? before._conflicts : new PlaceConflicts(profile, catalogue);
    }

    /// <summary>The child.</summary>
    public ChildProfile Profile { get; }

    /// <summary>The day the ranking speaks of.</summary>
    public DateOnly AsOf { get; }

    /// <summary>The rules of that day.</summary>
    public RuleSet Rules { get; }

    /// <summary>Age in whole years on that day.</summary>
    public int AgeYears { get; }

    /// <summary>The fact the age rests on.</summary>
    public string AgeBasis { get; }

    /// <summary>How strongly the child needs what, by <see cref="Need"/>.</summary>
    public NeedStrength[] Needs { get; }

    /// <summary>The needs, by position, that are clear or stronger.</summary>
    internal int[] ClearNeeds { get; }

    /// <summary>When more care is asked for; null on criteria of before version 1.1, which ask for none of it.</summary>
    internal CareSettings? Care { get; }

    /// <inheritdoc cref="YoungerChildren.Column"/>
    internal byte[] YoungerChildren =>
        _youngerChildren ??= Eligibility.YoungerChildren.Column(this, _catalogue, Care?.YoungerYears ?? Age.Oldest);

    /// <summary>
    /// The departments beside a place that a conflict excludes, as a column (1); null where there are none. What makes one unsafe may
    /// reach the other.
    /// </summary>
    internal byte[]? BesideRefusedConflict() => _conflicts.BesideRefused(this, _catalogue);

    /// <summary>What the law allows at each level.</summary>
    public LegalAssessment Law { get; }

    /// <summary>
    /// The same case with other facts, and the needs that follow from them. The law is not worked out again while nothing it rests on
    /// differs.
    /// </summary>
    internal EligibilityContext With(ChildProfile profile, Catalogue catalogue, NeedStrength[] needs) =>
        new(profile, AsOf, Rules, catalogue, needs, _peerGroups, Care, this);

    /// <summary>What the rules hold against a place of a level in a circumstance of the child; null where they hold nothing.</summary>
    internal Condition? FindingOn(Circumstance circumstance, Level level) => _circumstances.At(circumstance, level);

    /// <inheritdoc cref="PlaceConflicts.At"/>
    internal IEnumerable<Conflict> ConflictsAt(int placement) => _conflicts.At(placement);

    /// <inheritdoc cref="PlaceConflicts.Beside"/>
    internal IEnumerable<Conflict> ConflictsBeside(int placement) => _conflicts.Beside(placement);

    internal bool HasConflictsAt(int placement) => _conflicts.Concern(placement);

    /// <summary>Whether any place has reported of its residents.</summary>
    internal bool HasPeerGroups => _peerGroups is not null;

    /// <summary>The residents of a place as it last reported; null when it has not.</summary>
    internal PeerGroup? PeerGroupAt(int placement) => _peerGroups?[placement];

    /// <summary>Whether everything beside the age that the law rests on is the same.</summary>
    private static bool IsSameBeforeTheLaw(ChildProfile one, ChildProfile other) =>
        one.Legal == other.Legal
        && one.Urgency == other.Urgency
        && one.CurrentPlacementId == other.CurrentPlacementId
        && ReferenceEquals(one.Placements, other.Placements);

    private static PeerGroup?[]? Located(IReadOnlyDictionary<string, PeerGroup>? groups, Catalogue catalogue)
    {
        PeerGroup?[]? located = null;
        if (groups is not { Count: > 0 })
            return located;
        foreach (var (id, group) in groups)
        {
            if (catalogue.TryFind(id, out var placement))
                (located ??= new PeerGroup?[catalogue.Placements.Length])[placement] = group;
        }
        return located;
    }

    private static int[] ClearOf(NeedStrength[] needs)
    {
        Span<int> clear = stackalloc int[needs.Length];
        var count = 0;
        for (var need = 0; need < needs.Length; need++)
        {
            if (needs[need] >= NeedStrength.Clear)
                clear[count++] = need;
        }
        return clear[..count].ToArray();
    }
}
