using System.Globalization;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;

namespace Matching.Engine.Vignettes;

/// <summary>An answer as expectations look at it, and the remarks about it that several of them make.</summary>
internal sealed class Observed(Answer answer, Catalogue catalogue)
{
    private readonly Dictionary<string, AnsweredPlacement> _byId = answer.Placements.ToDictionary(
        placement => placement.PlacementId,
        StringComparer.Ordinal
    );

    public Answer Answer => answer;

    /// <summary>The place that ranks first; null when none is possible.</summary>
    public Placement? First => answer.Placements is [{ Rank: 1 } first, ..] ? PlacementOf(first) : null;

    public AnsweredPlacement At(Placement place) => _byId[place.Id];

    /// <summary>What an answered place is in the catalogue.</summary>
    public Placement PlacementOf(AnsweredPlacement answered) =>
        catalogue.TryFind(answered.PlacementId, out var index)
            ? catalogue.Placements[index]
            : throw new InvalidOperationException("An answer holds places of its catalogue only.");

    /// <summary>Where a place stands: its rank, or why it is excluded.</summary>
    public Remark EligibilityStatus(Placement place) =>
        At(place) is { Rank: { } rank }
            ? Remark.Of("seen-ranked", ("place", [place.Name]), ("rank", [Number(rank)]))
            : Remark.Of("seen-excluded", ("place", [place.Name]), ("conditions", [.. Refusals(place).Select(Words.Condition)]));

    /// <summary>The codes of what excludes a place.</summary>
    public IEnumerable<string> Refusals(Placement place) =>
        At(place).Conditions.Where(condition => condition.Refuses).Select(condition => condition.Code).Distinct();

    /// <summary>The codes of what must be met at a place.</summary>
    public IEnumerable<string> Conditions(Placement place) =>
        At(place).Conditions.Where(condition => !condition.Refuses).Select(condition => condition.Code).Distinct();

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
