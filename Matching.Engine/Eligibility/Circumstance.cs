using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility;

/// <summary>
/// Something about the child, or not known about the child, that the rules hold against a level. Its word, such as
/// <c>no-network-carer</c>, is the code of the finding. When a child is in it, the gates say; what follows from it, the rules say.
/// </summary>
public enum Circumstance
{
    /// <summary>Nobody in the network could take the child in.</summary>
    NoNetworkCarer,

    /// <summary>Whether somebody in the network could take the child in has not been found out.</summary>
    NetworkCarerNotKnown,

    /// <summary>Contact with the family is forbidden.</summary>
    FamilyContactForbidden,

    /// <summary>Contact with the family harms the child.</summary>
    HomeMustBeSafe,

    /// <summary>The conversation needs an interpreter.</summary>
    InterpreterNeeded,
}

/// <summary>What follows from a circumstance at certain levels.</summary>
/// <param name="Effect">Whether it excludes the place or has to be settled first.</param>
/// <param name="Levels">Where it is held against a place; empty where it is no obstacle anywhere.</param>
public sealed record CircumstanceRule(Circumstance Circumstance, RuleEffect Effect, IReadOnlyList<Level> Levels, Authority Authority);
