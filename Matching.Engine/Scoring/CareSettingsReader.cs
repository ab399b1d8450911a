using System.Text.Json;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>Reads when more care is asked for.</summary>
internal static class CareSettingsReader
{
    private const int MostDays = 3650;

    /// <summary>Reads them, noting every fault.</summary>
    public static CareSettings Read(ObjectReader reader) =>
        new(
            ReadBirthdays(reader),
            reader.Require("birthdayDays").Integer("birthdayDays", 1, MostDays) ?? 1,
            reader.Require("dischargeDays").Integer("dischargeDays", 1, MostDays) ?? 1,
            reader.Require("healthCheckDays").Integer("healthCheckDays", 1, MostDays) ?? 1,
            reader.Require("youngerYears").Integer("youngerYears", 1, Age.Oldest) ?? 1,
            reader.Require("recentBreakdownDays").Integer("recentBreakdownDays", 1, MostDays) ?? 1,
            reader.Require("lastStretchDays").Integer("lastStretchDays", 1, MostDays) ?? 1,
            reader.Require("freshDays").Integer("freshDays", 1, MostDays) ?? 1,
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false
        );

    private static int[] ReadBirthdays(ObjectReader reader)
    {
        const string field = "birthdays";
        int[] ages =
            reader.Require(field).Raw(field) is { ValueKind: JsonValueKind.Array } list
            && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out _))
                ? [.. list.EnumerateArray().Select(item => item.GetInt32())]
                : [];
        if (ages.Length == 0 || Array.Exists(ages, age => age is < 1 or > Age.Oldest + 1))
            reader.Fault(field, $"must be a list of ages from 1 to {Age.Oldest + 1}");
        return ages;
    }
}
