using System.Globalization;
using System.Text.Json;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

/// <summary>
/// What is asked beyond the ranking, as callers read it: combinations, less intrusive levels, what the law asks of a decision.
/// </summary>
internal static class InquiryResponse
{
    private const string Day = "yyyy-MM-dd";

    public static void Write(Utf8JsonWriter writer, Condition condition, AnswerTexts texts)
    {
        writer.WriteStartObject();
        writer.WriteString("code"u8, condition.Code);
        writer.WriteString("text"u8, texts.Of(condition));
        writer.WriteString("source"u8, condition.Source);
        writer.WriteBoolean("verified"u8, condition.Verified);
        writer.WriteBoolean("refuses"u8, condition.Refuses);
        RankingResponse.WriteList(writer, "basis"u8, condition.Basis);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, CombinationList combinations, Catalogue catalogue, AnswerTexts texts)
    {
        writer.WriteStartArray("combinations"u8);
        foreach (var combination in combinations.Offers)
            Write(writer, combination, texts.Of(combination), catalogue, texts);
        writer.WriteEndArray();
        writer.WriteStartArray("combinationsToCome"u8);
        foreach (var combination in combinations.ToCome)
            Write(writer, combination, texts.ToCome(combination), catalogue, texts);
        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, LessIntrusive? lessIntrusive, AnswerTexts texts)
    {
        if (lessIntrusive is null)
        {
            writer.WriteNull("lessIntrusive"u8);
            return;
        }
        writer.WriteStartObject("lessIntrusive"u8);
        writer.WriteString("level"u8, Terms<Level>.Text(lessIntrusive.Level));
        writer.WriteStartArray("alternatives"u8);
        foreach (var alternative in lessIntrusive.Alternatives)
        {
            writer.WriteStartObject();
            writer.WriteString("level"u8, Terms<Level>.Text(alternative.Level));
            WriteFlag(writer, "enough"u8, alternative.Enough);
            writer.WriteString("text"u8, texts.Of(alternative));
            writer.WriteString("placementId"u8, alternative.PlacementId);
            RankingResponse.WriteList(writer, "services"u8, alternative.Services);
            RankingResponse.WriteFraction(writer, "score"u8, alternative.Score, 2);
            RankingResponse.WriteList(writer, "unmetNeeds"u8, alternative.Unmet.Select(Terms<Need>.Text));
            RankingResponse.WriteList(writer, "unknownNeeds"u8, alternative.Unknown.Select(Terms<Need>.Text));
            RankingResponse.WriteList(writer, "unmetClearNeeds"u8, alternative.UnmetClear.Select(Terms<Need>.Text));
            RankingResponse.WriteList(writer, "reasons"u8, alternative.Reasons);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<LegalReminder> reminders, AnswerTexts texts)
    {
        writer.WriteStartArray("legalReminders"u8);
        foreach (var reminder in reminders)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, reminder.Code);
            writer.WriteString("text"u8, texts.Of(reminder));
            RankingResponse.WriteList(writer, "levels"u8, reminder.Levels.Select(Terms<Level>.Text));
            writer.WriteString("source"u8, reminder.Source);
            writer.WriteBoolean("verified"u8, reminder.Verified);
            writer.WriteBoolean("legallyReviewed"u8, reminder.Reviewed);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>What the law asks; null in answers of before it was reported.</summary>
    public static void WriteDecision(Utf8JsonWriter writer, LevelDecision? decision, DateOnly asOf, AnswerTexts texts)
    {
        if (decision is null)
        {
            writer.WriteNull("decision"u8);
            return;
        }
        writer.WriteStartObject("decision"u8);
        writer.WriteString("decidedBy"u8, Terms<Decider>.Text(decision.DecidedBy));
        writer.WriteString("ground"u8, decision.Ground is { } ground ? Terms<Ground>.Text(ground) : null);
        RankingResponse.WriteList(writer, "missingSteps"u8, decision.MissingSteps.Select(Terms<Step>.Text));
        RankingResponse.WriteList(writer, "laterSteps"u8, decision.LaterSteps.Select(Terms<Step>.Text));
        Write(writer, decision.Appeal, texts);
        WriteDay(writer, "latestEnd"u8, decision.LatestEnd);
        WriteDay(writer, "longestEnd"u8, decision.LongestEnd);
        writer.WriteBoolean("pausedByAbsence"u8, decision.PausedByAbsence);
        WriteDay(writer, "nextReview"u8, decision.NextReview);
        RankingResponse.WriteNumber(writer, "reviewWithinDays"u8, decision.ReviewWithinDays);
        WriteDay(writer, "confirmBy"u8, decision.ConfirmBy);
        writer.WriteStartArray("limits"u8);
        foreach (var limit in decision.Limits)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, limit.Code);
            writer.WriteNumber("value"u8, limit.Value);
            writer.WriteString("unit"u8, limit.Unit);
            writer.WriteString("text"u8, texts.Of(limit));
            writer.WriteString("source"u8, limit.Source);
            writer.WriteBoolean("verified"u8, limit.Verified);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("caveats"u8);
        foreach (var caveat in decision.Caveats)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, caveat.Code);
            writer.WriteString("about"u8, caveat.About);
            writer.WriteString("source"u8, caveat.Source);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("text"u8, texts.Of(decision, asOf));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Appeal? appeal, AnswerTexts texts)
    {
        if (appeal is null)
        {
            writer.WriteNull("appeal"u8);
            return;
        }
        writer.WriteStartObject("appeal"u8);
        writer.WriteString("body"u8, Terms<AppealBody>.Text(appeal.Body));
        RankingResponse.WriteList(writer, "parties"u8, appeal.Parties.Select(Terms<AppealParty>.Text));
        writer.WriteNumber("withinDays"u8, appeal.WithinDays);
        WriteFlag(writer, "suspends"u8, appeal.Suspends);
        writer.WriteString("text"u8, texts.Of(appeal));
        writer.WriteString("source"u8, appeal.Source);
        writer.WriteBoolean("verified"u8, appeal.Verified);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Combination combination, string text, Catalogue catalogue, AnswerTexts texts)
    {
        var services = catalogue.Services.Where(service => combination.Services.Contains(service.Id)).ToList();
        writer.WriteStartObject();
        writer.WriteString("placementId"u8, combination.PlacementId);
        RankingResponse.WriteList(writer, "services"u8, combination.Services);
        RankingResponse.WriteList(writer, "covers"u8, combination.Covers.Select(Terms<Need>.Text));
        RankingResponse.WriteFraction(writer, "score"u8, combination.Score, 2);
        RankingResponse.WriteFraction(writer, "scoreChange"u8, combination.ScoreChange, 2);
        writer.WriteStartArray("parts"u8);
        foreach (var service in services)
            Write(writer, service, texts);
        writer.WriteEndArray();
        var place = catalogue.TryFind(combination.PlacementId, out var index) ? catalogue.Placements[index].PricePerDay.Value : null;
        RankingResponse.WriteNumber(writer, "placementPricePerDay"u8, place);
        RankingResponse.WriteNumber(writer, "pricePerDay"u8, services.Aggregate(place, (sum, service) => sum + service.PricePerDay.Value));
        writer.WriteStartArray("conditions"u8);
        foreach (var condition in combination.Conditions)
            Write(writer, condition, texts);
        writer.WriteEndArray();
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CareService service, AnswerTexts texts)
    {
        writer.WriteStartObject();
        writer.WriteString("service"u8, service.Id);
        writer.WriteString("text"u8, texts.Of(service));
        writer.WriteString("status"u8, Terms<ServiceStatus>.Text(service.Status));
        writer.WriteStartArray("provides"u8);
        foreach (var (need, capability) in service.Provides.OrderBy(pair => pair.Key))
        {
            writer.WriteStartObject();
            writer.WriteString("need"u8, Terms<Need>.Text(need));
            writer.WriteString("capability"u8, Terms<CapabilityStrength>.Text(capability.Value));
            writer.WriteString("source"u8, capability.Source);
            writer.WriteBoolean("verified"u8, capability.Verified);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        RankingResponse.WriteNumber(writer, "pricePerDay"u8, service.PricePerDay.Value);
        writer.WriteEndObject();
    }

    private static void WriteDay(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateOnly? day) =>
        writer.WriteString(name, day?.ToString(Day, CultureInfo.InvariantCulture));

    internal static void WriteFlag(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? flag)
    {
        if (flag is { } known)
            writer.WriteBoolean(name, known);
        else
            writer.WriteNull(name);
    }
}
