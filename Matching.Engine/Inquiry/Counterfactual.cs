namespace Matching.Engine.Inquiry;

/// <summary>What changes are asked to reach.</summary>
public enum CounterfactualGoal
{
    /// <summary>A possible place comes first.</summary>
    First,

    /// <summary>An excluded place becomes possible.</summary>
    Possible,

    /// <summary>Nothing stands in the way of the first place any more.</summary>
    Eligible,

    /// <summary>The place is first, and nothing stands in the way: there is nothing to reach.</summary>
    None,
}

/// <summary>What would have to change for a place to come first, or to become possible.</summary>
/// <param name="Sets">Smallest sets of changes, the fewest first, then those that give the place most points.</param>
/// <param name="Found">How many smallest sets there are; more than are listed where the list is long.</param>
/// <param name="Complete">False when the search ended at its bound, so that there may be others.</param>
public sealed record CounterfactualList(
    string PlacementId,
    CounterfactualGoal Goal,
    IReadOnlyList<Counterfactual> Sets,
    int Found,
    bool Complete
);

/// <summary>A set of changes that reaches the goal while no part of it does.</summary>
/// <param name="Changes">One for each fact, in the order of the contract.</param>
/// <param name="Rank">The rank the place then has.</param>
/// <param name="Score">Hundredths, the score the place then has.</param>
public sealed record Counterfactual(IReadOnlyList<FactChange> Changes, int Rank, int Score);
