using System.Globalization;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Api.Exports;

/// <summary>
/// Rankings for analysts: what was known and what came out, under a pseudonym for the case, without its reference, with the age in whole
/// years for the date of birth and months for days. It stays personal data: a rare combination of facts may point to one child.
/// </summary>
public sealed class RankingExport(MatchingStore store, ExportedCases cases)
{
    // All that a taker who reads slowly makes us hold.
    private const int AtOnce = 16;

    /// <summary>
    /// One JSON object per ranking, oldest first, each after the access to its case is recorded. Erased cases and those of other teams are
    /// left out.
    /// </summary>
    /// <param name="from">The first day of recording, in Copenhagen; null = from the beginning.</param>
    /// <param name="to">The last; null = to the end.</param>
    public async IAsyncEnumerable<byte[]> RowsAsync(DateOnly? from, DateOnly? to, Requester requester)
    {
        // One line in the access log of each case, however many rankings it has, before the first of them is shown.
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var page in store.Entries.Pages(AtOnce, LogKinds.Ranking))
        {
            var within = page.Where(entry => IsWithin(from, to, entry)).ToList();
            foreach (var row in (await cases.ReportAsync(within, told, requester)).Select(Row).OfType<byte[]>())
                yield return row;
        }
    }

    private static bool IsWithin(DateOnly? from, DateOnly? to, LogEntry entry)
    {
        var day = Today.InCopenhagen(DateTimeOffset.Parse(entry.RecordedAt, CultureInfo.InvariantCulture));
        return (from is null || day >= from) && (to is null || day <= to);
    }

    private byte[]? Row(LogEntry entry)
    {
        try
        {
            return Write(entry, RankingRecordJson.Read(store.Entries.ReadPayload(entry)));
        }
        catch (PayloadUnreadableException erased) when (erased.KeyIsMissing)
        {
            return null;
        }
    }

    private byte[] Write(LogEntry entry, RankingRecord record)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Json.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("case", cases.PseudonymOf(entry.SubjectId!));
            writer.WriteString("ranking", cases.PseudonymOf(entry.EntryId));
            writer.WriteString("month", entry.RecordedAt.AsSpan(0, "yyyy-MM".Length));
            writer.WriteString("mode", Terms<RankingMode>.Text(record.Mode));
            record.Versions.Write(writer);
            BlurredRequest.Write(writer, record.Request, record.Answer.AsOf);
            writer.WriteStartArray("placements");
            foreach (var placement in record.Answer.Placements)
                WritePlacement(writer, placement);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WritePlacement(Utf8JsonWriter writer, AnsweredPlacement placement)
    {
        writer.WriteStartObject();
        writer.WriteString("placementId", placement.PlacementId);
        writer.WriteString("eligibility", Terms<EligibilityStatus>.Text(placement.EligibilityStatus));
        WriteNumber(writer, "rank", placement.Rank);
        WriteNumber(writer, "scoreHundredths", placement.Score);
        WriteNumber(writer, "probabilityFirstTenThousandths", placement.ProbabilityFirst);
        writer.WriteStartArray("unmetNeeds");
        foreach (var need in placement.UnmetNeeds)
            writer.WriteStringValue(Terms<Need>.Text(need));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }
}
