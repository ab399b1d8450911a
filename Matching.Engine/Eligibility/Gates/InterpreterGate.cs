using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Does an interpreter have to be arranged? Never a score.</summary>
public sealed class InterpreterGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement) =>
        child.Profile.InterpreterNeeded == true
            ? child.FindingOn(Circumstance.InterpreterNeeded, (Level)catalogue.Index.Level[placement])
            : GateResult.Passed;
}
