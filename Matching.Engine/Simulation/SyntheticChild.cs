using Matching.Engine.Profiles;

namespace Matching.Engine.Simulation;

/// <summary>A child that does not exist.</summary>
/// <param name="Group">The group it was drawn for.</param>
/// <param name="Whole">Everything there is to know. Works on what happens, known or not.</param>
/// <param name="Known">What is known when a place is sought; the rest is unknown.</param>
public sealed record SyntheticChild(ChildGroup Group, ChildProfile Whole, ChildProfile Known)
{
    /// <summary>
    /// For audits only, and apart from the profile: nothing in profile or outcome depends on it, so that an audit that finds a difference
    /// between the groups has found its own fault
    /// or one of the model.
    /// </summary>
    public bool OfOtherOrigin { get; init; }
}
