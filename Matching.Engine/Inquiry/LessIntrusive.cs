using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Inquiry;

/// <summary>The level of the first place and every less intrusive level that the catalogue has, the nearest first.</summary>
public sealed record LessIntrusive(Level Level, IReadOnlyList<LessIntrusiveAlternative> Alternatives);

/// <summary>
/// Whether a less intrusive level could be enough, by its best place or combination. It says nothing about what has been tried.
/// </summary>
/// <param name="Enough">Whether that offer is known to meet every strong need; null in answers of before this was asked.</param>
/// <param name="PlacementId">The place that leaves the fewest strong needs, alone or with services; null when no place of the level is
/// possible.</param>
/// <param name="Services">The available services it is combined with, in order of id.</param>
/// <param name="Score">Hundredths, of the offer as a whole.</param>
/// <param name="Unmet">Strong needs that it does not meet.</param>
/// <param name="Unknown">Strong needs of which it is not known whether it meets them.</param>
/// <param name="Reasons">Codes, the weightiest first.</param>
public sealed record LessIntrusiveAlternative(
    Level Level,
    bool? Enough,
    string? PlacementId,
    IReadOnlyList<string> Services,
    int? Score,
    IReadOnlyList<Need> Unmet,
    IReadOnlyList<Need> Unknown,
    IReadOnlyList<string> Reasons
)
{
    /// <summary>Clear needs that it does not meet: they do not make the verdict, and are reported beside it.</summary>
    public IReadOnlyList<Need> UnmetClear { get; init; } = [];

    /// <summary>A level without a verdict.</summary>
    public static LessIntrusiveAlternative Unasked(Level level) => new(level, null, null, [], null, [], [], []);
}
