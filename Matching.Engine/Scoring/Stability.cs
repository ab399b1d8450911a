using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// What speaks for leaving a child where it lives: that it thrives there, that it soon comes of age, that the school year ends.
/// </summary>
internal static class Stability
{
    private const byte SchoolYear = 1,
        LastStretch = 2;
    private const int ExaminedFrom = 14;

    // Written and oral examinations; a move in these months costs a school year.
    private const int FirstMonth = 3,
        LastMonth = 6;

    /// <summary>Why a move is ill-timed: unknown or nothing (0), the end of the school year (1), soon of age (2), both (3).</summary>
    public static byte ReasonsToStay(EligibilityContext child, CareSettings care)
    {
        var reasons = 0;
        if (
            child.AsOf.Month is >= FirstMonth and <= LastMonth
            && child.AgeYears >= ExaminedFrom
            && child.Profile.SchoolAttendance is not (null or SchoolAttendance.None)
        )
            reasons |= SchoolYear;
        if (ComesOfAgeWithin(child, care.LastStretchDays))
            reasons |= LastStretch;
        return (byte)reasons;
    }

    /// <summary>
    /// Where it counts that the child lives there. Nobody stays locked in because of thriving or of the time: not at a locked level above
    /// what
    /// the needs justify.
    /// </summary>
    public static byte[] NotLockedBeyond(byte[] current, Level justified, Catalogue catalogue)
    {
        var levels = catalogue.Index.Level;
        for (var placement = 0; placement < current.Length; placement++)
        {
            if (current[placement] != 0 && levels[placement] > (byte)justified && ((Level)levels[placement]).IsLocked())
                current[placement] = 0;
        }
        return current;
    }

    /// <summary>Whether the child comes of age within so many days; of a child whose birthday is not known, whether it has to.</summary>
    private static bool ComesOfAgeWithin(EligibilityContext child, int days)
    {
        var majority = child.Rules.Majorities[0].Age;
        if (child.Profile.BirthDate is not { } birth)
            return child.AgeYears == majority - 1 && days >= DaysOfYear;
        return DateOnly.MaxValue.DayNumber - child.AsOf.DayNumber > days
            && Age.On(child.AsOf.AddDays(days), birth, child.Rules.Birthdays[0].LeapDay) >= majority;
    }

    private const int DaysOfYear = 365;
}
