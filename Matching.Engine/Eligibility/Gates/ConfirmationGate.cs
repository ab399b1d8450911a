using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Does a provisional decision still have to be confirmed?</summary>
public sealed class ConfirmationGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement) =>
        child.Law.At((Level)catalogue.Index.Level[placement]).Confirmation;

    /// <summary>Never: what is missing can be brought about.</summary>
    internal override bool Refuses(EligibilityContext child, Catalogue catalogue, int placement) => false;
}
