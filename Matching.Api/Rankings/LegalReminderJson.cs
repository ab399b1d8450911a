using System.Text.Json;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Api.Rankings;

/// <summary>What else the law asks, as the record holds it: code, source and levels; then whether it was read, and by a lawyer.</summary>
internal static class LegalReminderJson
{
    public static void Write(Utf8JsonWriter writer, LegalReminder reminder)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(reminder.Code);
        writer.WriteStringValue(reminder.Source);
        writer.WriteStartArray();
        foreach (var level in reminder.Levels)
            writer.WriteStringValue(Terms<Level>.Text(level));
        writer.WriteEndArray();
        writer.WriteBooleanValue(reminder.Verified);
        writer.WriteBooleanValue(reminder.Reviewed);
        writer.WriteEndArray();
    }

    public static LegalReminder Read(JsonElement json) =>
        new(
            json[0].GetString()!,
            [.. json[2].EnumerateArray().Select(level => Terms<Level>.Parse(level.GetString()!))],
            json[1].GetString()!,
            json[3].GetBoolean(),
            json[4].GetBoolean()
        );
}
