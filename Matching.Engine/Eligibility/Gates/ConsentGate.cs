using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Have those who must consent done so, where no ground replaces their consent?</summary>
public sealed class ConsentGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        var law = child.Law.At((Level)catalogue.Index.Level[placement]);
        return law.MissingForMove.Length == 0 || catalogue.Placements[placement].Id == child.Profile.CurrentPlacementId
            ? law.MissingConsents
            : (Condition[])[.. law.MissingConsents, .. law.MissingForMove];
    }

    /// <summary>Never: what is missing can be brought about.</summary>
    internal override bool Refuses(EligibilityContext child, Catalogue catalogue, int placement) => false;
}
