using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;

namespace Matching.Engine.Inquiry;

/// <summary>A place and services that together leave no strong need unmet, none of them to spare.</summary>
/// <param name="Services">Ids, in order of id.</param>
/// <param name="Covers">The strong needs that the place does not meet alone.</param>
/// <param name="Score">Hundredths, of the combined offer.</param>
/// <param name="ScoreChange">Hundredths more than the place alone; never below zero.</param>
/// <param name="Conditions">What the services ask for; the place's own conditions stand at the place.</param>
public sealed record Combination(
    string PlacementId,
    IReadOnlyList<string> Services,
    IReadOnlyList<Need> Covers,
    int Score,
    int ScoreChange,
    IReadOnlyList<Condition> Conditions
);

/// <summary>The combinations of an answer.</summary>
/// <param name="Offers">Of services that are available: the fewest services first, then the highest score.</param>
/// <param name="ToCome">For places that no available services complete: with services that are decided or proposed, to be known about and
/// not counted on.</param>
/// <param name="Found">How many there are in all; more than are listed where the list is long.</param>
/// <param name="Complete">False when the search ended at its bound before every set of services was tried.</param>
public sealed record CombinationList(IReadOnlyList<Combination> Offers, IReadOnlyList<Combination> ToCome, int Found, bool Complete)
{
    /// <summary>None, and none looked for: an answer of before there were combinations.</summary>
    public static readonly CombinationList None = new([], [], 0, true);
}
