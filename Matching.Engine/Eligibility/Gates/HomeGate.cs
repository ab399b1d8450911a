using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Can the child live at home, where the offer is support at home?</summary>
public sealed class HomeGate : Gate
{
    private static readonly Condition Forbidden = Condition.Of(
        "family-contact-forbidden",
        true,
        "barnets lov § 47",
        false,
        ["child.familyContact"]
    );
    private static readonly Condition Harmful = Condition.Of(
        "home-must-be-safe",
        false,
        "barnets lov § 46",
        false,
        ["child.familyContact"]
    );

    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (catalogue.Index.Level[placement] != (byte)Level.HomeSupport)
            return GateResult.Passed;
        return child.Profile.FamilyContact switch
        {
            FamilyContact.Forbidden => Forbidden,
            FamilyContact.Harmful => Harmful,
            _ => GateResult.Passed,
        };
    }
}
