using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Have the steps the law asks for before a decision been taken?</summary>
public sealed class StepsGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement) =>
        child.Law.At((Level)catalogue.Index.Level[placement]).MissingSteps;

    /// <summary>Never: what is missing can be brought about.</summary>
    internal override bool Refuses(EligibilityContext child, Catalogue catalogue, int placement) => false;
}
