using Matching.Engine.Learning;
using Matching.Engine.Placements;

namespace Matching.Api.Stays;

/// <summary>What was read of a row; what was at fault is null.</summary>
/// <param name="Number">Its number in the file.</param>
/// <param name="Stay">The stay's pseudonym.</param>
/// <param name="Child">The child's.</param>
/// <param name="Start">The first day.</param>
/// <param name="Last">The last day that is known of.</param>
/// <param name="Track">The legal track.</param>
/// <param name="Observed">The stay to learn from; null when it is left out, or has a fault.</param>
internal sealed record StayRow(
    int Number,
    string? Stay,
    string? Child,
    DateOnly? Start,
    DateOnly? Last,
    Track? Track,
    ObservedStay? Observed
)
{
    /// <summary>A court decided it.</summary>
    public bool IsCourts => Track is { } track && IsOfCourt(track);

    /// <summary>A court may have decided it.</summary>
    public bool IsUntracked => Track is null;

    public static bool IsOfCourt(Track track) =>
        track is Engine.Placements.Track.Remand or Engine.Placements.Track.Sentence or Engine.Placements.Track.YouthSanction;
}
