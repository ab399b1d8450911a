using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>Health that cannot wait for a place: what asks for a doctor first, and for health cover where the child is to live.</summary>
internal static class AcuteHealth
{
    private const int DaysOverdue = 21;
    private const string Anorexia = "F50.0",
        AtypicalAnorexia = "F50.1",
        EatingDisorders = "F50";

    /// <summary>Daily use of opioids or benzodiazepines with dependence, or withdrawal that is stated to be a risk.</summary>
    public static bool HasWithdrawalRisk(ChildProfile profile)
    {
        if (profile.WithdrawalRisk == true)
            return true;
        foreach (var use in profile.SubstanceUse ?? [])
        {
            if (
                use is { Substance: Substance.Opioids or Substance.Benzodiazepines, Pattern: UsePattern.Daily, Dependent: true }
                && profile.WithdrawalRisk is null
            )
                return true;
        }
        return false;
    }

    /// <summary>A severe eating disorder, or anorexia lately discharged from a ward.</summary>
    public static bool HasEatingDisorderRisk(ChildProfile profile, DateOnly asOf, int dischargeDays) =>
        profile.EatingDisorderSeverity == Severity.Severe
        || (
            IsDischargedLately(profile, asOf, dischargeDays)
            && (profile.EatingDisorderSeverity == Severity.Moderate || profile.Diagnoses?.Any(IsAnorexia) == true)
        );

    /// <summary>Pregnancy together with use of any substance.</summary>
    public static bool IsPregnantAndUses(ChildProfile profile, DateOnly asOf) =>
        IsPregnant(profile, asOf) && (profile.SubstanceUse is { Count: > 0 } || profile.WithdrawalRisk == true);

    /// <summary>Whether a birth is still to come; one that is overdue for weeks has been.</summary>
    public static bool IsPregnant(ChildProfile profile, DateOnly asOf) =>
        profile.DueDate is { } due && due.DayNumber + DaysOverdue >= asOf.DayNumber;

    /// <summary>Whether a discharge from a psychiatric ward lies so few days back, or is planned so soon.</summary>
    public static bool IsDischargedLately(ChildProfile profile, DateOnly asOf, int days) =>
        profile.PsychiatricDischarge is { } discharge && Math.Abs(asOf.DayNumber - discharge.DayNumber) <= days;

    private static bool IsAnorexia(Diagnosis diagnosis) => diagnosis.Code is Anorexia or AtypicalAnorexia or EatingDisorders;
}
