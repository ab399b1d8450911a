namespace Matching.Engine.Profiles;

/// <summary>Violence against others.</summary>
public enum Violence
{
    None,
    Threats,
    Minor,
    Serious,
}

/// <summary>Sexually harmful behaviour towards others.</summary>
public enum SexualHarm
{
    None,
    Suspected,
    Established,
}

/// <summary>How the child has been exploited.</summary>
public enum Exploitation
{
    Sexual,
    Criminal,
}

/// <summary>Running away. Each part is null when not known.</summary>
/// <param name="EpisodesLast12Months">Number of times in the last twelve months.</param>
/// <param name="LongestAbsenceDays">Longest absence, whole days.</param>
/// <param name="HarmDuringAbsence">Whether the child came to harm or did harm while away.</param>
public sealed record Absconding(int? EpisodesLast12Months, int? LongestAbsenceDays, bool? HarmDuringAbsence);

/// <summary>How far the child is involved in crime.</summary>
public enum CrimeInvolvement
{
    None,
    AtRisk,
    Suspected,
    Charged,
    Convicted,
}

/// <summary>Crime. Each part is null when not known.</summary>
public sealed record Crime(CrimeInvolvement? Involvement, bool? Violent, bool? GangTies);
