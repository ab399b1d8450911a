using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Have the steps the law asks for before a decision been taken?</summary>
public sealed class StepsGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement) =>
        child.Law.At((Level)catalogue.Index.Level[placement]).MissingSteps;
}
