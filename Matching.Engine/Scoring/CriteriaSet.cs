using System.Collections.Frozen;
using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>How confidence is computed.</summary>
/// <param name="ClearLead">The least probability of being first, in hundredths, that counts as a lead.</param>
/// <param name="IntervalPercent">The share of the draws that a rank interval holds.</param>
public sealed record ConfidenceSettings(int ClearLead, int IntervalPercent);

/// <summary>
/// Everything that turns a profile into points: what facts mean, weights, tables, the ladder. Loaded from data, hashed into a version.
/// </summary>
public sealed class CriteriaSet
{
    private readonly FrozenDictionary<string, Criterion> _byCode;
    private readonly FrozenDictionary<string, FactMeaning> _facts;
    private readonly FactMeaning[] _factsInOrder;
    private readonly FrozenDictionary<string, (int From, string Answer)[]> _bins;
    private readonly (string Code, DiagnosisGroup Group)[] _codes;
    private readonly FrozenDictionary<string, DiagnosisGroup> _groups;
    private readonly DiagnosisGroup _otherGroup;
    private readonly FrozenSet<string>[] _pointers;
    private readonly ulong[] _needsByFact;
    private readonly Level[][] _justifiedByNeed;
    private readonly Level?[] _justifiedByGround;
    private readonly NeedsTogether? _together;

    internal CriteriaSet(
        string version,
        Criterion[] criteria,
        IReadOnlyList<FactMeaning> facts,
        IReadOnlyList<DiagnosisGroup> groups,
        Level[][] justifiedByNeed,
        Level?[] justifiedByGround,
        NeedsTogether? together,
        CapabilityStrength[] leastMet,
        ConfidenceSettings confidence,
        PeerSettings? peers
    )
    {
        Version = version;
        Criteria = criteria;
        _byCode = criteria.ToFrozenDictionary(criterion => criterion.Shape.Code, StringComparer.Ordinal);
        LeastMet = leastMet;
        Confidence = confidence;
        Peers = peers;
        _facts = facts.ToFrozenDictionary(fact => fact.Path, StringComparer.Ordinal);
        _factsInOrder = [.. Facts.All.TakeWhile(fact => _facts.ContainsKey(fact.Path)).Select(fact => _facts[fact.Path])];
        _bins = facts
            .Where(fact => fact.Answers.Keys.All(Bin.IsBin))
            .ToFrozenDictionary(
                fact => fact.Path,
                fact => fact.Answers.Keys.Select(answer => (Bin.From(answer), answer)).OrderByDescending(bin => bin.Item1).ToArray(),
                StringComparer.Ordinal
            );
        _pointers =
        [
            .. Parsing.Terms<Need>.All.Select(need =>
                facts
                    .Where(fact => fact.Answers.Values.Any(answer => answer.Needs.Any(pointed => pointed.Key == need)))
                    .Select(fact => fact.Path)
                    .ToFrozenSet(StringComparer.Ordinal)
            ),
        ];
        _needsByFact = [.. _factsInOrder.Select(fact => NeedsPointedTo(fact.Path))];
        _codes = [.. groups.SelectMany(group => group.Codes.Select(code => (code, group))).OrderByDescending(pair => pair.code.Length)];
        _groups = groups.ToFrozenDictionary(group => group.Name, StringComparer.Ordinal);
        _otherGroup = groups.First(group => group.Codes.Count == 0);
        _justifiedByNeed = justifiedByNeed;
        _justifiedByGround = justifiedByGround;
        _together = together;
        Draws = new WeightDraws(version, criteria);
    }

    /// <summary>Hash over the criteria document.</summary>
    public string Version { get; }

    /// <summary>
    /// The criteria, in the order of <see cref="CriterionShape.All"/>; a document of an earlier schema lacks the last of them.
    /// </summary>
    public Criterion[] Criteria { get; }

    /// <summary>By need strength, the least capability that meets it.</summary>
    public CapabilityStrength[] LeastMet { get; }

    /// <summary>How confidence is computed.</summary>
    public ConfidenceSettings Confidence { get; }

    /// <summary>How the residents of a place are weighed; null where the document is older than that.</summary>
    public PeerSettings? Peers { get; }

    /// <summary>When more care is asked for; null where the document is older than that.</summary>
    public CareSettings? Care { get; init; }

    /// <summary>How many of <see cref="Facts.All"/>, from the first on, the document knows.</summary>
    internal int FactCount => _factsInOrder.Length;

    /// <summary>The drawn weights, the same for every ranking on these criteria.</summary>
    internal WeightDraws Draws { get; }

    /// <summary>A criterion by its code; null when there is none.</summary>
    public Criterion? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>What a fact means.</summary>
    public FactMeaning MeaningOf(string path) => _facts[path];

    /// <summary>What the answers of a fact mean, by its position in <see cref="Facts.All"/>.</summary>
    internal FactMeaning MeaningAt(int fact) => _factsInOrder[fact];

    /// <summary>What a suspicion means; null in criteria of before suspicions were weighed.</summary>
    public SuspicionMeaning? MeaningOf(Suspicion suspicion) => Suspicions.FirstOrDefault(meaning => meaning.Path == suspicion.Path);

    /// <summary>How many days a step usually takes; null when not known.</summary>
    public int? DaysOf(string step) => Steps.FirstOrDefault(duration => duration.Step == step)?.Days;

    /// <summary>How often suspicions are confirmed.</summary>
    internal IReadOnlyList<SuspicionMeaning> Suspicions { get; init; } = [];

    /// <summary>How long the steps take that settle facts.</summary>
    internal IReadOnlyList<StepDuration> Steps { get; init; } = [];

    /// <summary>Whether some answer to a fact points to a need.</summary>
    public bool CanPointTo(string path, Need need) => _pointers[(int)need].Contains(path);

    /// <summary>The needs that some answer to a fact points to, a bit for each, by its position in <see cref="Facts.All"/>.</summary>
    internal ulong NeedsPointedToBy(int fact) => _needsByFact[fact];

    /// <summary>The group of a diagnosis.</summary>
    public DiagnosisGroup GroupOf(string code)
    {
        if (code.StartsWith(DiagnosisGroup.AssumedPrefix, StringComparison.Ordinal))
            return _groups[code[DiagnosisGroup.AssumedPrefix.Length..]];
        foreach (var (start, group) in _codes)
        {
            if (code.StartsWith(start, StringComparison.Ordinal))
                return group;
        }
        return _otherGroup;
    }

    /// <summary>The bin a number falls into.</summary>
    public string BinOf(string path, int value)
    {
        foreach (var (from, answer) in _bins[path])
        {
            if (value >= from)
                return answer;
        }
        throw new ArgumentOutOfRangeException(nameof(value), value, "A number of times or days is never negative.");
    }

    /// <summary>The most intrusive level that the needs, or a court's decision, justify.</summary>
    public Level JustifiedLevel(ReadOnlySpan<NeedStrength> needs, IEnumerable<Ground> grounds)
    {
        var level = Level.HomeSupport;
        for (var need = 0; need < needs.Length; need++)
            level = Higher(level, _justifiedByNeed[need][(int)needs[need]]);
        foreach (var ground in grounds)
            level = Higher(level, _justifiedByGround[(int)ground] ?? level);
        return _together is { } together && together.Reached(needs) ? Higher(level, together.Justifies) : level;
    }

    /// <summary>The needs that together justify a level which none of them justifies alone; empty where they do not.</summary>
    internal IEnumerable<Need> JustifyingTogether(NeedStrength[] needs, Level level) =>
        _together is { } together && together.Justifies == level && together.Reached(needs) ? together.Among(needs) : [];

    /// <summary>Whether a capability meets a need of a strength. A capability that is not known does not count as unmet.</summary>
    public bool IsUnmet(NeedStrength strength, byte capability) =>
        strength != NeedStrength.None && capability != PlacementIndex.UnknownCapability && capability < (byte)LeastMet[(int)strength];

    private ulong NeedsPointedTo(string path)
    {
        var needs = 0UL;
        for (var need = 0; need < _pointers.Length; need++)
            needs |= _pointers[need].Contains(path) ? 1UL << need : 0;
        return needs;
    }

    private static Level Higher(Level one, Level other) => one > other ? one : other;
}
