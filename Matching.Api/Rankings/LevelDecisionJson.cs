using System.Globalization;
using System.Text.Json;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

/// <summary>What the law asks of a decision at one level, as the record holds it. What there is none of is left out.</summary>
internal static class LevelDecisionJson
{
    private const string Day = "yyyy-MM-dd";

    public static void Write(Utf8JsonWriter writer, LevelDecision decision)
    {
        writer.WriteStartObject();
        writer.WriteString("level"u8, Terms<Level>.Text(decision.Level));
        writer.WriteString("decidedBy"u8, Terms<Decider>.Text(decision.DecidedBy));
        if (decision.Ground is { } ground)
            writer.WriteString("ground"u8, Terms<Ground>.Text(ground));
        WriteSteps(writer, "missing"u8, decision.MissingSteps);
        WriteSteps(writer, "later"u8, decision.LaterSteps);
        if (decision.StepsAreTaken)
            writer.WriteBoolean("stepsAreTaken"u8, true);
        if (decision.Appeal is { } appeal)
            Write(writer, appeal);
        WriteDay(writer, "latestEnd"u8, decision.LatestEnd);
        WriteDay(writer, "longestEnd"u8, decision.LongestEnd);
        if (decision.PausedByAbsence)
            writer.WriteBoolean("pausedByAbsence"u8, true);
        WriteDay(writer, "nextReview"u8, decision.NextReview);
        WriteDay(writer, "confirmBy"u8, decision.ConfirmBy);
        WriteWhole(writer, "reviewWithinDays"u8, decision.ReviewWithinDays);
        WriteWhole(writer, "latestMonths"u8, decision.LatestMonths);
        WriteWhole(writer, "longestMonths"u8, decision.LongestMonths);
        WriteWhole(writer, "confirmWithinDays"u8, decision.ConfirmWithinDays);
        writer.WriteStartArray("limits"u8);
        foreach (var limit in decision.Limits)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, limit.Code);
            writer.WriteNumber("value"u8, limit.Value);
            writer.WriteString("unit"u8, limit.Unit);
            WriteSource(writer, limit.Source, limit.Verified);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("caveats"u8);
        foreach (var caveat in decision.Caveats)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(caveat.Code);
            writer.WriteStringValue(caveat.About);
            writer.WriteStringValue(caveat.Source);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static LevelDecision Read(JsonElement json) =>
        new(
            Terms<Level>.Parse(Text(json, "level")),
            Terms<Decider>.Parse(Text(json, "decidedBy")),
            json.TryGetProperty("ground", out var ground) ? Terms<Ground>.Parse(ground.GetString()!) : null,
            StepsOf(json, "missing"),
            StepsOf(json, "later"),
            json.TryGetProperty("appeal", out var appeal) ? ReadAppeal(appeal) : null,
            Date(json, "latestEnd"),
            Date(json, "longestEnd"),
            json.TryGetProperty("pausedByAbsence", out _),
            Date(json, "nextReview"),
            Date(json, "confirmBy"),
            [
                .. json.GetProperty("limits")
                    .EnumerateArray()
                    .Select(limit => new LimitInForce(
                        Text(limit, "code"),
                        limit.GetProperty("value").GetInt32(),
                        Text(limit, "unit"),
                        Text(limit, "source"),
                        limit.GetProperty("verified").GetBoolean()
                    )),
            ],
            [
                .. json.GetProperty("caveats")
                    .EnumerateArray()
                    .Select(caveat => new LegalCaveat(caveat[0].GetString()!, caveat[1].GetString()!, caveat[2].GetString()!)),
            ]
        )
        {
            StepsAreTaken = json.TryGetProperty("stepsAreTaken", out _),
            ReviewWithinDays = Whole(json, "reviewWithinDays"),
            LatestMonths = Whole(json, "latestMonths"),
            LongestMonths = Whole(json, "longestMonths"),
            ConfirmWithinDays = Whole(json, "confirmWithinDays"),
        };

    private static void Write(Utf8JsonWriter writer, Appeal appeal)
    {
        writer.WriteStartObject("appeal"u8);
        writer.WriteString("body"u8, Terms<AppealBody>.Text(appeal.Body));
        writer.WriteStartArray("parties"u8);
        foreach (var party in appeal.Parties)
            writer.WriteStringValue(Terms<AppealParty>.Text(party));
        writer.WriteEndArray();
        writer.WriteNumber("withinDays"u8, appeal.WithinDays);
        if (appeal.Suspends is { } suspends)
            writer.WriteBoolean("suspends"u8, suspends);
        WriteSource(writer, appeal.Source, appeal.Verified);
        writer.WriteEndObject();
    }

    private static Appeal ReadAppeal(JsonElement json) =>
        new(
            Terms<AppealBody>.Parse(Text(json, "body")),
            [.. json.GetProperty("parties").EnumerateArray().Select(party => Terms<AppealParty>.Parse(party.GetString()!))],
            json.GetProperty("withinDays").GetInt32(),
            json.TryGetProperty("suspends", out var suspends) ? suspends.GetBoolean() : null,
            Text(json, "source"),
            json.GetProperty("verified").GetBoolean()
        );

    private static void WriteSteps(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<Step> steps)
    {
        writer.WriteStartArray(name);
        foreach (var step in steps)
            writer.WriteStringValue(Terms<Step>.Text(step));
        writer.WriteEndArray();
    }

    private static void WriteSource(Utf8JsonWriter writer, string source, bool verified)
    {
        writer.WriteString("source"u8, source);
        writer.WriteBoolean("verified"u8, verified);
    }

    private static void WriteDay(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateOnly? day)
    {
        if (day is { } known)
            writer.WriteString(name, known.ToString(Day, CultureInfo.InvariantCulture));
    }

    private static Step[] StepsOf(JsonElement json, string field) =>
        [.. json.GetProperty(field).EnumerateArray().Select(step => Terms<Step>.Parse(step.GetString()!))];

    private static DateOnly? Date(JsonElement json, string field) =>
        json.TryGetProperty(field, out var day) ? DateOnly.ParseExact(day.GetString()!, Day, CultureInfo.InvariantCulture) : null;

    private static int? Whole(JsonElement json, string field) => json.TryGetProperty(field, out var number) ? number.GetInt32() : null;

    private static void WriteWhole(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? number)
    {
        if (number is { } known)
            writer.WriteNumber(name, known);
    }

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
