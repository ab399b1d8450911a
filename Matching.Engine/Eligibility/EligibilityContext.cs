using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>
/// One child on one day under the rules of that day: what every gate needs to know, worked out once. Immutable.
/// </summary>
public sealed class EligibilityContext
{
    private readonly ILookup<int, Conflict> _conflicts,
        _conflictsBeside;
    private readonly PeerGroup?[]? _peerGroups;
    private readonly CircumstanceFindings _circumstances;

    /// <summary>Prepares a case.</summary>
    public EligibilityContext(
        ChildProfile profile,
        DateOnly asOf,
        RuleSet rules,
        Catalogue catalogue,
        NeedStrength[] needs,
        IReadOnlyDictionary<string, PeerGroup>? peerGroups = null
    )
        : this(profile, asOf, rules.InForce(asOf), catalogue, needs, Located(peerGroups, catalogue), null) { }

    private EligibilityContext(
        ChildProfile profile,
        DateOnly asOf,
        RuleSet rulesOfTheDay,
        Catalogue catalogue,
        NeedStrength[] needs,
        PeerGroup?[]? peerGroups,
        EligibilityContext? before
    )
    {
        _peerGroups = peerGroups;
        Profile = profile;
        AsOf = asOf;
        Rules = rulesOfTheDay;
        _circumstances = before?._circumstances ?? new CircumstanceFindings(rulesOfTheDay);
        Needs = needs;
        ClearNeeds = [.. Enumerable.Range(0, needs.Length).Where(need => needs[need] >= NeedStrength.Clear)];
        AgeYears = profile.AgeYears ?? Age.On(asOf, profile.BirthDate!.Value, Rules.Birthdays[0].LeapDay);
        AgeBasis = profile.AgeYears is null ? "child.birthDate" : "child.ageYears";
        Law =
            before is not null && before.AgeYears == AgeYears && before.AgeBasis == AgeBasis && before.Profile.Legal == profile.Legal
                ? before.Law
                : new LegalAssessment(this);
        _conflicts = (profile.Conflicts ?? [])
            .Where(conflict => catalogue.TryFind(conflict.PlacementId, out _))
            .Distinct()
            .OrderBy(conflict => conflict.Reason)
            .ToLookup(conflict => catalogue.TryFind(conflict.PlacementId, out var index) ? index : -1);
        _conflictsBeside = _conflicts
            .SelectMany(group =>
                group.SelectMany(conflict => SiblingDepartments(group.Key, catalogue).Select(department => (department, conflict)))
            )
            .ToLookup(pair => pair.department, pair => pair.conflict);
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

    /// <summary>What the law allows at each level.</summary>
    public LegalAssessment Law { get; }

    /// <summary>
    /// The same case with other facts, and the needs that follow from them. The law is not worked out again while nothing it rests on
    /// differs.
    /// </summary>
    internal EligibilityContext With(ChildProfile profile, Catalogue catalogue, NeedStrength[] needs) =>
        new(profile, AsOf, Rules, catalogue, needs, _peerGroups, this);

    /// <summary>What the rules hold against a place of a level in a circumstance of the child; null where they hold nothing.</summary>
    internal Condition? FindingOn(Circumstance circumstance, Level level) => _circumstances.At(circumstance, level);

    /// <summary>The conflicts tied to a place.</summary>
    internal IEnumerable<Conflict> ConflictsAt(int placement) => _conflicts[placement];

    /// <summary>The conflicts tied to another department of the same institution.</summary>
    internal IEnumerable<Conflict> ConflictsBeside(int placement) => _conflictsBeside[placement];

    internal bool HasConflictsAt(int placement) =>
        _conflicts.Count > 0 && (_conflicts.Contains(placement) || _conflictsBeside.Contains(placement));

    /// <summary>Whether any place has reported of its residents.</summary>
    internal bool HasPeerGroups => _peerGroups is not null;

    /// <summary>The residents of a place as it last reported; null when it has not.</summary>
    internal PeerGroup? PeerGroupAt(int placement) => _peerGroups?[placement];

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

    private static List<int> SiblingDepartments(int placement, Catalogue catalogue)
    {
        var beside = new List<int>();
        var (all, institution) = (catalogue.Placements, catalogue.Placements[placement].Institution);
        for (var other = 0; other < all.Length; other++)
        {
            if (other != placement && all[other].Institution == institution)
                beside.Add(other);
        }
        return beside;
    }
}
