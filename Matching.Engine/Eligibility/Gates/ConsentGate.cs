using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Have those who must consent done so, where no ground replaces their consent?</summary>
public sealed class ConsentGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement) =>
        child.Law.At((Level)catalogue.Index.Level[placement]).MissingConsents;
}
