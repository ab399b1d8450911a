using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Can a child with accessibility needs live there as it is?</summary>
public sealed class AccessibilityGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.Profile.AccessibilityNeeds != true)
            return GateResult.Passed;
        var accessible = catalogue.Placements[placement].Setting.Accessible;
        return accessible.Value == true
            ? GateResult.Passed
            : Condition.Of(
                accessible.Value is null ? "accessibility-not-known" : "accessibility-needed",
                false,
                accessible.Source,
                accessible.Verified,
                ["child.accessibilityNeeds"]
            );
    }
}
