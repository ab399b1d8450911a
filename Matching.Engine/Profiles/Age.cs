namespace Matching.Engine.Profiles;

/// <summary>When a child born on 29 February turns a year older in a year without that day.</summary>
public enum LeapDayBirthday
{
    February28,
    March1,
}

/// <summary>Age in whole years on a given day.</summary>
public static class Age
{
    /// <summary>The youngest and oldest age the service speaks of: a child is under eighteen.</summary>
    public const int Youngest = 0,
        Oldest = 17;

    /// <summary>
    /// Whole years on <paramref name="day"/>; the birthday itself counts. Negative when the day lies before the birth.
    /// </summary>
    public static int On(DateOnly day, DateOnly birthDate, LeapDayBirthday leapDay)
    {
        var years = day.Year - birthDate.Year;
        return day < BirthdayIn(day.Year, birthDate, leapDay) ? years - 1 : years;
    }

    private static DateOnly BirthdayIn(int year, DateOnly birthDate, LeapDayBirthday leapDay)
    {
        if (birthDate is not { Month: 2, Day: 29 } || DateTime.IsLeapYear(year))
            return new DateOnly(year, birthDate.Month, birthDate.Day);
        return leapDay == LeapDayBirthday.March1 ? new DateOnly(year, 3, 1) : new DateOnly(year, 2, 28);
    }
}
