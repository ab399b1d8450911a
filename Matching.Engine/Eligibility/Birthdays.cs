using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>Birthdays that change what the law allows.</summary>
internal static class Birthdays
{
    /// <summary>
    /// Those that come within the days set, or before a place is needed; none for a child whose birthday is not known. The day itself
    /// counts
    /// as passed.
    /// </summary>
    public static IEnumerable<(int Age, int Days)> Near(EligibilityContext child, CareSettings care)
    {
        if (child.Profile.BirthDate is not { } birth)
            yield break;
        var last = child.AsOf.DayNumber + care.BirthdayDays;
        if (child.Profile.NeededFrom is { } needed && needed.DayNumber > last)
            last = needed.DayNumber;
        foreach (var age in care.Birthdays.Where(age => age > child.AgeYears).Order())
        {
            if (DayOf(birth, age, child.Rules.Birthdays[0].LeapDay) is { } day && day.DayNumber <= last)
                yield return (age, day.DayNumber - child.AsOf.DayNumber);
        }
    }

    private static DateOnly? DayOf(DateOnly birth, int age, LeapDayBirthday leapDay)
    {
        if (birth.Year + age > DateOnly.MaxValue.Year)
            return null;
        var year = birth.Year + age;
        if (birth is not { Month: 2, Day: 29 } || DateTime.IsLeapYear(year))
            return new DateOnly(year, birth.Month, birth.Day);
        return leapDay == LeapDayBirthday.March1 ? new DateOnly(year, 3, 1) : new DateOnly(year, 2, 28);
    }
}
