using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Does a ground, given by someone who can give it to a child of this age, open the level of the place?</summary>
public sealed class GroundGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement) =>
        child.Law.At((Level)catalogue.Index.Level[placement]).GroundFindings;

    /// <inheritdoc/>
    internal override bool Refuses(EligibilityContext child, Catalogue catalogue, int placement) =>
        child.Law.Closes((Level)catalogue.Index.Level[placement]);
}
