namespace Matching.Engine.Placements;

/// <summary>
/// Who lives at a place, counted and never named, as the place last reported. A null fact is not known, never none. Counts are of
/// residents, no more than
/// <paramref name="Residents"/> where that is known; a child that lives there is one of them.
/// </summary>
/// <param name="AsOf">The day it was so.</param>
/// <param name="Residents">How many live there.</param>
/// <param name="GangTies">How many of them have ties to a gang.</param>
/// <param name="GangConflict">Whether there is a conflict between gangs among them.</param>
/// <param name="SevereSelfHarm">How many of them harm themselves severely.</param>
/// <param name="YoungestAge">Whole years, 0-17.</param>
/// <param name="OldestAge">Whole years, 0-17, not below <paramref name="YoungestAge"/>.</param>
public sealed record PeerGroup(
    DateOnly AsOf,
    int? Residents,
    int? GangTies,
    bool? GangConflict,
    int? SevereSelfHarm,
    int? YoungestAge,
    int? OldestAge
);
