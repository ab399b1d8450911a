using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Stays;

/// <summary>What a row says of the child that is the same in all its stays.</summary>
/// <param name="Born">The first and last day on which it can have been born.</param>
/// <param name="BornColumn">The column that says so.</param>
/// <param name="Sex">Its sex; null when not said.</param>
internal sealed record ChildOfRow((DateOnly First, DateOnly Last)? Born, string BornColumn, Sex? Sex);

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
    /// <summary>What the row says of the child itself; null where it says nothing.</summary>
    public ChildOfRow? ChildFacts { get; init; }

    /// <summary>A court decided it.</summary>
    public bool IsCourts => Track is { } track && IsOfCourt(track);

    /// <summary>A court may have decided it.</summary>
    public bool IsUntracked => Track is null;

    public static bool IsOfCourt(Track track) =>
        track is Engine.Placements.Track.Remand or Engine.Placements.Track.Sentence or Engine.Placements.Track.YouthSanction;
}
