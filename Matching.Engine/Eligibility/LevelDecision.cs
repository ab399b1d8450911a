using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>
/// What the law requires of a decision to place the child at one level on the day asked about: who, on what, what is missing, how to
/// appeal, and until when.
/// </summary>
/// <param name="DecidedBy">Who decides.</param>
/// <param name="Ground">The ground that opens the level; null where consent does, or no ground given does.</param>
/// <param name="MissingSteps">Steps and consents still to be taken before the decision, in the order of the contract.</param>
/// <param name="LaterSteps">Steps that follow the decision.</param>
/// <param name="Appeal">How to appeal; null where the rules name no way.</param>
/// <param name="LatestEnd">The day on which a stay that begins on the day asked about ends at the latest without a new decision; null where
/// the rules set none.</param>
/// <param name="LongestEnd">The same with every extension the rules allow; null where they set no limit to extensions, or set none at
/// all.</param>
/// <param name="PausedByAbsence">True where absence of more than a day does not count towards the end.</param>
/// <param name="NextReview">The day by which a stay that goes on at the level is next to be followed up, counted from its start; null where
/// there is none. Answers of before version 1.1 counted from the day asked about.</param>
/// <param name="ConfirmBy">The day by which a provisional decision has to be confirmed; null where none is needed.</param>
/// <param name="Limits">What the law limits at the level, such as detention.</param>
/// <param name="Caveats">What of this is not checked, or disputed between sources.</param>
public sealed record LevelDecision(
    Level Level,
    Decider DecidedBy,
    Ground? Ground,
    IReadOnlyList<Step> MissingSteps,
    IReadOnlyList<Step> LaterSteps,
    Appeal? Appeal,
    DateOnly? LatestEnd,
    DateOnly? LongestEnd,
    bool PausedByAbsence,
    DateOnly? NextReview,
    DateOnly? ConfirmBy,
    IReadOnlyList<LimitInForce> Limits,
    IReadOnlyList<LegalCaveat> Caveats
)
{
    /// <summary>
    /// Whether the rules ask for steps before the decision and all of them are stated to have been taken. Where they ask for none, nothing
    /// can be said to have been taken.
    /// </summary>
    public bool StepsAreTaken { get; init; }

    /// <summary>
    /// How many days after its start a stay is to be followed up at the latest, and again each time; null in earlier answers.
    /// </summary>
    public int? ReviewWithinDays { get; init; }

    /// <summary>Whole months, from its start, after which a stay needs a new decision; null where the rules set none.</summary>
    public int? LatestMonths { get; init; }

    /// <summary>The same with every extension.</summary>
    public int? LongestMonths { get; init; }

    /// <summary>Days, from a provisional decision, in which it has to be confirmed; null where it need not be.</summary>
    public int? ConfirmWithinDays { get; init; }
}

/// <summary>Where a decision can be appealed.</summary>
public enum AppealBody
{
    NationalAppealsBoard,
    HighCourt,
}

/// <summary>Who can appeal.</summary>
public enum AppealParty
{
    CustodyHolder,
    Child,
}

/// <summary>How a decision is appealed.</summary>
/// <param name="Parties">Who can; the child only from the age the rules set.</param>
/// <param name="WithinDays">How long, counted from when the decision is known to the party.</param>
/// <param name="Suspends">Whether the decision waits for the appeal; null when not known.</param>
public sealed record Appeal(
    AppealBody Body,
    IReadOnlyList<AppealParty> Parties,
    int WithinDays,
    bool? Suspends,
    string Source,
    bool Verified
);

/// <summary>A limit that the law sets at a level.</summary>
public sealed record LimitInForce(string Code, int Value, string Unit, string Source, bool Verified);

/// <summary>
/// Something about a decision that a lawyer has to look at: <c>not-verified</c>, <c>sources-disagree</c>, <c>no-limit-known</c>,
/// <c>turns-eighteen</c> or <c>not-reviewed</c>, which says of all of it that no lawyer has checked the rules.
/// </summary>
/// <param name="Code">Which of them.</param>
/// <param name="About">What it is about, one word: ground, age, end, appeal, steps, confirmation, limits, law.</param>
public sealed record LegalCaveat(string Code, string About, string Source);
