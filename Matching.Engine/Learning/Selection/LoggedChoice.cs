namespace Matching.Engine.Learning.Selection;

/// <summary>A place that could have been chosen: eligible, with a free bed on the day.</summary>
/// <param name="PlacementId">The place.</param>
/// <param name="Features">What may have spoken for choosing it, each on a scale of about one; the same number for every candidate of every
/// choice.</param>
public sealed record ChoiceCandidate(string PlacementId, IReadOnlyList<double> Features);

/// <summary>One decision as it was recorded: the places there were, the one that was chosen, and what became of it.</summary>
public sealed record LoggedChoice
{
    /// <summary>Records a choice.</summary>
    /// <param name="child">Pseudonym: choices for one child are drawn together when the data are resampled.</param>
    /// <param name="candidates">The places; at least one.</param>
    /// <param name="chosen">The position of the chosen one.</param>
    /// <param name="brokeDown">Whether the stay broke down within a year; null while a year could not be watched.</param>
    public LoggedChoice(string child, IReadOnlyList<ChoiceCandidate> candidates, int chosen, bool? brokeDown)
    {
        if (chosen < 0 || chosen >= candidates.Count)
            throw new ArgumentOutOfRangeException(nameof(chosen), chosen, "The chosen place must be one of the candidates.");
        if (candidates.Any(candidate => candidate.Features.Count != candidates[0].Features.Count))
            throw new ArgumentException("Every candidate must have the same features.", nameof(candidates));
        (Child, Candidates, Chosen, BrokeDown) = (child, candidates, chosen, brokeDown);
    }

    /// <summary>Pseudonym of the child.</summary>
    public string Child { get; }

    /// <summary>The places that could have been chosen.</summary>
    public IReadOnlyList<ChoiceCandidate> Candidates { get; }

    /// <summary>The position of the chosen place among the candidates.</summary>
    public int Chosen { get; }

    /// <summary>Whether the stay broke down within a year; null when that is not known.</summary>
    public bool? BrokeDown { get; }

    /// <summary>
    /// Whether a stay broke down within a year of its start. Null unless a whole year could be watched, also where it has broken down
    /// already: early breakdowns are known
    /// before stays that last are, and counting them alone would make every place look worse than it is.
    /// </summary>
    /// <param name="stay">The stay.</param>
    /// <param name="watchedTo">The last day of the data.</param>
    public static bool? BrokeDownWithinYear(ObservedStay stay, DateOnly watchedTo) =>
        BrokeDownWithinYear(stay.Start, stay.BrokeDown, stay.Days, watchedTo);

    /// <summary>The same of a stay that is reported by its parts.</summary>
    /// <param name="start">The first day.</param>
    /// <param name="brokeDown">Whether it broke down at all.</param>
    /// <param name="days">How many days it went on.</param>
    /// <param name="watchedTo">The last day of the data.</param>
    public static bool? BrokeDownWithinYear(DateOnly start, bool brokeDown, int days, DateOnly watchedTo) =>
        watchedTo.DayNumber - start.DayNumber < TimeGrid.YearDays ? null : brokeDown && days < TimeGrid.YearDays;
}
