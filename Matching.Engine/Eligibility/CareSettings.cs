namespace Matching.Engine.Eligibility;

/// <summary>
/// When something about a child asks for care beyond the score: how near a birthday is, how recent a discharge or a breakdown, how much
/// younger another child. Criteria of before version 1.1 have none, and then nothing of it is asked.
/// </summary>
/// <param name="Birthdays">The ages, whole years, whose coming changes what the law allows.</param>
/// <param name="BirthdayDays">The most days before such a birthday at which it is near.</param>
/// <param name="DischargeDays">The most days after a discharge from a psychiatric ward at which it is recent.</param>
/// <param name="HealthCheckDays">The most days after a health check at which it still holds.</param>
/// <param name="YoungerYears">The least whole years by which another child is younger, so that it has to be protected.</param>
/// <param name="RecentBreakdownDays">The most days after a breakdown at which it is recent.</param>
/// <param name="LastStretchDays">The most days before coming of age at which a move is seldom worth what it costs.</param>
/// <param name="FreshDays">The most days for which free beds as reported are taken to hold still.</param>
/// <param name="Source">Where these rest.</param>
/// <param name="Verified">Whether they have been checked there.</param>
public sealed record CareSettings(
    IReadOnlyList<int> Birthdays,
    int BirthdayDays,
    int DischargeDays,
    int HealthCheckDays,
    int YoungerYears,
    int RecentBreakdownDays,
    int LastStretchDays,
    int FreshDays,
    string Source,
    bool Verified
);
