using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>
/// Health that cannot wait: is there health staff for withdrawal, a dangerous eating disorder or a pregnancy amid substances, and
/// psychiatry
/// for a child just discharged from a ward?
/// </summary>
public sealed class HealthCoverGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.Care is not { } care)
            return GateResult.Passed;
        var (profile, health) = (child.Profile, catalogue.Placements[placement].Health);
        // Where opioids or benzodiazepines are a need, the gate about health staff has asked already.
        string? reason =
            child.Needs[(int)Need.OpioidTreatment] >= NeedStrength.Clear ? null
            : AcuteHealth.IsPregnantAndUses(profile, child.AsOf) ? "child.dueDate"
            : AcuteHealth.HasWithdrawalRisk(profile)
                ? profile.WithdrawalRisk == true ? "child.withdrawalRisk"
                    : "child.substanceUse"
            : AcuteHealth.HasEatingDisorderRisk(profile, child.AsOf, care.DischargeDays)
                ? profile.EatingDisorderSeverity is null ? "child.diagnoses"
                    : "child.eatingDisorderSeverity"
            : null;
        var staff =
            reason is null || health.HealthStaff.Value == true
                ? null
                : Condition.Of(
                    health.HealthStaff.Value is null ? "health-cover-not-known" : "health-cover-needed",
                    false,
                    health.HealthStaff.Source,
                    health.HealthStaff.Verified,
                    [reason]
                );
        var psychiatry =
            !AcuteHealth.IsDischargedLately(profile, child.AsOf, care.DischargeDays)
            || health.Psychiatry.Value is not (null or PsychiatryCover.None)
                ? null
                : Condition.Of(
                    health.Psychiatry.Value is null ? "psychiatry-cover-not-known" : "psychiatry-cover-needed",
                    false,
                    health.Psychiatry.Source,
                    health.Psychiatry.Verified,
                    ["child.psychiatricDischarge"]
                );
        if (staff is not null && psychiatry is not null)
            return new[] { staff, psychiatry };
        return staff ?? psychiatry;
    }
}
