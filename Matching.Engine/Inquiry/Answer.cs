using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;

namespace Matching.Engine.Inquiry;

/// <summary>
/// The whole answer to one request, as codes and numbers: what is recorded, compared at replay and, at the edge, put into words.
/// Everything in it that is read later is spelled out (words, not positions), so an old answer can be read by a newer engine.
/// </summary>
public sealed record Answer(
    DateOnly AsOf,
    IReadOnlyList<NeedFinding> Needs,
    IReadOnlyList<AnsweredPlacement> Placements,
    CombinationList Combinations,
    LessIntrusive? LessIntrusive,
    IReadOnlyList<KnowledgeGap> KnowledgeGaps,
    IReadOnlyList<LevelDecision> Decisions,
    IReadOnlyList<Notice> Notices
)
{
    /// <summary>What else the law asks, at which levels; empty in answers of before it was said.</summary>
    public IReadOnlyList<LegalReminder> Reminders { get; init; } = [];
}

/// <summary>A need of the child, how strong it is, and the facts that point to it.</summary>
public sealed record NeedFinding(Need Need, NeedStrength Strength, IReadOnlyList<string> Basis);

/// <summary>One place in the answer; ranked places first, then the excluded.</summary>
/// <param name="Rank">From 1; null when excluded.</param>
/// <param name="Score">Hundredths; null when excluded. Exactly the sum of the contributions' points.</param>
/// <param name="BestAvailable">The first ranked place with a free bed.</param>
/// <param name="ProbabilityFirst">Ten-thousandths; null when excluded.</param>
/// <param name="RankInterval">Ranks that hold the set share of the draws; null when excluded or where more than 50 places are
/// ranked.</param>
public sealed record AnsweredPlacement(
    string PlacementId,
    int? Rank,
    int? Score,
    bool BestAvailable,
    EligibilityStatus EligibilityStatus,
    IReadOnlyList<Condition> Conditions,
    IReadOnlyList<AnsweredContribution> Contributions,
    int? ProbabilityFirst,
    (int Low, int High)? RankInterval,
    IReadOnlyList<Need> UnmetNeeds,
    Availability? Availability
)
{
    /// <summary>The day of what the place reported of its residents, where that was used; null when it has reported nothing.</summary>
    public DateOnly? PeerGroupAsOf { get; init; }

    /// <summary>
    /// Whether the place can take the child in on the day asked about, when a place is needed at once; null when it is not known, or not
    /// asked.
    /// </summary>
    public bool? CanReceiveToday { get; init; }

    /// <summary>What a model says about a breakdown there; null when excluded or where none was used.</summary>
    public BreakdownRisk? Risk { get; init; }
}

/// <summary>Points and why: the criterion, what the child brings (state) and what the place brings (feature).</summary>
public sealed record AnsweredContribution(string Criterion, string State, string Feature, int Points, IReadOnlyList<string> Basis);

/// <summary>Free beds at a place as last reported.</summary>
/// <param name="FreePlaces">How many.</param>
/// <param name="AsOf">The day the report speaks of.</param>
public sealed record Availability(int FreePlaces, DateOnly AsOf)
{
    /// <summary>The stays recorded there that the report cannot hold; null when there are none.</summary>
    public StaysSinceReport? Since { get; init; }
}

/// <summary>
/// Stays at a place that its last report of free beds cannot hold: they began or ended after the day it speaks of, or on that day and were
/// recorded after it.
/// </summary>
/// <param name="Begun">How many began.</param>
/// <param name="Ended">How many ended.</param>
public sealed record StaysSinceReport(int Begun, int Ended);

/// <summary>Something the reader must know about the answer as a whole.</summary>
public sealed record Notice(string Code, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    /// <summary>Stands between keys of words in a value that lists several.</summary>
    public const char Listed = '|';

    /// <summary>A notice with values for its text.</summary>
    public static Notice Of(string code, params (string Name, string Value)[] values) =>
        new(code, [.. values.Select(value => KeyValuePair.Create(value.Name, value.Value))]);
}
