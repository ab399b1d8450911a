using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Opioids and benzodiazepines need health staff: is there any, or can it be agreed?</summary>
public sealed class HealthStaffGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.Needs[(int)Need.OpioidTreatment] < NeedStrength.Clear)
            return GateResult.Passed;
        var staff = catalogue.Placements[placement].Health.HealthStaff;
        return staff.Value == true
            ? GateResult.Passed
            : Condition.Of(
                staff.Value is null ? "health-staff-not-known" : "health-staff-needed",
                false,
                staff.Source,
                staff.Verified,
                ["child.substanceUse"]
            );
    }
}
