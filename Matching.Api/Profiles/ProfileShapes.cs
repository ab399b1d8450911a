using Matching.Api.Rankings;
using Matching.Engine.Profiles;

namespace Matching.Api.Profiles;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>
/// What is known of a child, to be kept and changed: a ranking request without case, mode and day. birthDate is required, for the child
/// grows older.
/// </summary>
/// <param name="Urgency">How soon a place is needed.</param>
/// <param name="Child">The child; by its birthDate, never by ageYears.</param>
/// <param name="Wishes">What the child and the parents wish.</param>
/// <param name="Conflicts">Conflicts tied to a placement.</param>
/// <param name="Legal">Grounds, decider and steps taken.</param>
/// <param name="Home">What is known about the home.</param>
/// <param name="Safety">Who may be in danger, and who must not learn what.</param>
/// <param name="Handover">For the place; never scored, never in a letter to parents or child.</param>
/// <param name="NeededFrom">The day from which a place is needed.</param>
/// <param name="Observed">The day on which a fact was last seen, by its path such as child.selfHarm; not after today.</param>
public sealed record ProfileRequestShape(
    Urgency? Urgency,
    ChildShape Child,
    WishesShape? Wishes,
    IReadOnlyList<ConflictShape>? Conflicts,
    LegalShape? Legal,
    HomeShape? Home,
    SafetyShape? Safety,
    HandoverShape? Handover,
    DateOnly? NeededFrom,
    IReadOnlyDictionary<string, DateOnly>? Observed
);

/// <summary>A version of a profile.</summary>
/// <param name="Version">1, 2, …; its ETag is the number in quotes.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="Profile">As it was sent.</param>
public sealed record ProfileShape(string CaseReference, int Version, DateTimeOffset RecordedAt, string By, ProfileRequestShape Profile);

/// <summary>Which ranking of the profile in force is asked for.</summary>
/// <param name="Mode">rules unless said otherwise.</param>
/// <param name="AsOf">The day the ranking speaks of; today in Copenhagen when left out.</param>
public sealed record ProfileRankingRequestShape(RankingMode? Mode, DateOnly? AsOf);

/// <summary>A ranking of a profile: as any ranking, with what changed since the ranking of the case before.</summary>
/// <param name="Since">Null where it is the first of the case.</param>
public sealed record ProfileRankingShape(RankingSinceShape? Since);

/// <summary>What changed since the ranking before.</summary>
/// <param name="RankingId">The ranking before.</param>
/// <param name="Fields">The facts that differ, by path.</param>
/// <param name="Moved">The placements that stand at another rank.</param>
/// <param name="ConditionsMet">The placements that a condition is no longer held against.</param>
public sealed record RankingSinceShape(
    string RankingId,
    DateTimeOffset RecordedAt,
    IReadOnlyList<string> Fields,
    IReadOnlyList<MovedPlacementShape> Moved,
    IReadOnlyList<MetConditionsShape> ConditionsMet
);

/// <summary>A placement at another rank; null when excluded.</summary>
public sealed record MovedPlacementShape(string PlacementId, int? From, int? To);

/// <summary>Codes of conditions that are no longer held against a placement.</summary>
public sealed record MetConditionsShape(string PlacementId, IReadOnlyList<string> Conditions);
