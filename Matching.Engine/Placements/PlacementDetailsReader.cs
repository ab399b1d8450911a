using System.Text.Json;
using System.Text.RegularExpressions;
using Matching.Engine.Parsing;

namespace Matching.Engine.Placements;

/// <summary>Reads what a catalogue of version 1.1 may say of a placement besides.</summary>
internal static partial class PlacementDetailsReader
{
    private const int MostRooms = 100,
        MostStaff = 20,
        Hundredths = 100;

    [GeneratedRegex("^[a-z]{2,3}\\z")]
    private static partial Regex LanguagePattern();

    [GeneratedRegex("^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\\z")]
    private static partial Regex HoursPattern();

    /// <summary>Reads them; what is absent is null.</summary>
    public static PlacementDetails Read(ObjectReader reader) =>
        new()
        {
            AcuteIntakeHours = Hours(reader),
            StaffPerChild = Optional(reader, "staffPerChild", Staff),
            NightStaff = Optional(reader, "nightStaff", fact => fact.Boolean("value")),
            AgesNow = Optional(reader, "agesNow", Ages),
            Languages = Optional(reader, "languages", Languages),
            SignLanguage = Optional(reader, "signLanguage", fact => fact.Boolean("value")),
            FamilyRooms = Optional(reader, "familyRooms", fact => fact.Integer("value", 0, MostRooms)),
            HalfwayRooms = Optional(reader, "halfwayRooms", fact => fact.Integer("value", 0, MostRooms)),
            MotherAndChild = Optional(reader, "motherAndChild", fact => fact.Boolean("value")),
        };

    private static Fact<T>? Optional<T>(ObjectReader reader, string field, Func<ObjectReader, T> value) =>
        reader.Has(field) ? reader.Fact(field, value) : null;

    /// <summary>The hours stand within the fact about acute intake, which has been read.</summary>
    private static string? Hours(ObjectReader reader)
    {
        if (
            reader.Element.TryGetProperty("setting", out var setting)
            && setting.ValueKind == JsonValueKind.Object
            && setting.TryGetProperty("acuteIntake", out var intake)
            && intake.ValueKind == JsonValueKind.Object
            && intake.TryGetProperty("hours", out var hours)
            && hours.ValueKind != JsonValueKind.Null
        )
        {
            if (hours.ValueKind == JsonValueKind.String && HoursPattern().IsMatch(hours.GetString()!))
                return hours.GetString();
            reader.Fault("setting.acuteIntake.hours", "must be hours such as 08:00-24:00");
        }
        return null;
    }

    private static int? Staff(ObjectReader reader)
    {
        if (reader.Raw("value") is not { } value)
            return null;
        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDecimal(out var staff)
            && staff is >= 0 and <= MostStaff
            && staff * Hundredths == decimal.Truncate(staff * Hundredths)
        )
            return (int)(staff * Hundredths);
        reader.Fault("value", $"must be a number from 0 to {MostStaff} with at most two decimals");
        return null;
    }

    private static AgeRange? Ages(ObjectReader reader)
    {
        if (reader.Object("value") is not { } ages)
            return null;
        var range = new AgeRange(
            ages.Require("min").Integer("min", Profiles.Age.Youngest, Profiles.Age.Oldest) ?? 0,
            ages.Require("max").Integer("max", Profiles.Age.Youngest, Profiles.Age.Oldest) ?? 0
        );
        if (range.Min > range.Max)
            ages.Fault("min", "must not lie above max");
        ages.Close();
        return range;
    }

    private static IReadOnlyList<string>? Languages(ObjectReader reader)
    {
        var languages = reader.TextList("value", 3);
        if (languages?.Any(language => !LanguagePattern().IsMatch(language)) == true)
            reader.Fault("value", "must be ISO 639 codes such as da");
        return languages;
    }
}
