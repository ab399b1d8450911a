using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Do the rules let the child live near a family with which contact is forbidden or harmful?</summary>
public sealed class HomeGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        var level = (Level)catalogue.Index.Level[placement];
        return child.Profile.FamilyContact switch
        {
            FamilyContact.Forbidden => child.FindingOn(Circumstance.FamilyContactForbidden, level),
            FamilyContact.Harmful => child.FindingOn(Circumstance.HomeMustBeSafe, level),
            _ => GateResult.Passed,
        };
    }
}
