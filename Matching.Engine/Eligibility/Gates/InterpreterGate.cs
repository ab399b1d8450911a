using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Does an interpreter have to be arranged? A condition everywhere, never a score.</summary>
public sealed class InterpreterGate : Gate
{
    private static readonly Condition Needed = Condition.Of(
        "interpreter-needed",
        false,
        "forvaltningsloven § 7",
        false,
        ["child.interpreterNeeded"]
    );

    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement) =>
        child.Profile.InterpreterNeeded == true ? Needed : GateResult.Passed;
}
