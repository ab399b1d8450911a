using System.Collections.Concurrent;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Profiles;
using Matching.Api.Searches;
using Matching.Api.Storage;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Api.Caseload;

/// <summary>
/// How every case stands, held in memory for lists: made of the log and kept current by it, and emptied of a case when it is erased. A row
/// is worked out when it is first asked for after something was recorded of its case, and on another day.
/// </summary>
public sealed class CaseloadProjection : IProjection
{
    private readonly SearchProjection _searches;
    private readonly CaseProjection _cases;
    private readonly ConcurrentDictionary<string, CaseFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CaseRow> _rows = new(StringComparer.Ordinal);

    /// <summary>Follows what lists show; the projections it rests on hear of each entry first.</summary>
    public CaseloadProjection(SearchProjection searches, CaseProjection cases)
    {
        (_searches, _cases) = (searches, cases);
        foreach (var (subjectId, _) in searches.All)
            _files.TryAdd(subjectId, CaseFile.None);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } =
    [LogKinds.CaseProfile, LogKinds.CaseExternalIds, LogKinds.Ranking, LogKinds.CaseTeam, LogKinds.Erasure];

    /// <summary>How each case stands on a day, in no order.</summary>
    internal IEnumerable<CaseRow> RowsOn(DateOnly day)
    {
        foreach (var (subjectId, _) in _files)
        {
            if (RowOn(subjectId, day) is { } row)
                yield return row;
        }
    }

    /// <summary>What is known of a case.</summary>
    internal CaseFile FileOf(string subjectId) => _files.GetValueOrDefault(subjectId) ?? CaseFile.None;

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry.SubjectId is not { } subjectId)
            return;
        if (entry.Kind == LogKinds.Erasure)
            _files.TryRemove(subjectId, out _);
        // What does not open is known to be there all the same.
        else
            _files[subjectId] = Next(FileOf(subjectId), entry);
        _rows.TryRemove(subjectId, out _);
    }

    private CaseRow? RowOn(string subjectId, DateOnly day)
    {
        if (_rows.TryGetValue(subjectId, out var row) && row.Day == day)
            return row;
        if (!_files.TryGetValue(subjectId, out var file))
            return null;
        row = new CaseRow(subjectId, day, file, _searches.Of(subjectId), _cases.Of(subjectId));
        _rows[subjectId] = row;
        // What was recorded meanwhile may have looked for the row before it was there.
        if (!_files.TryGetValue(subjectId, out var now) || now != file || _searches.Of(subjectId) != row.Searches)
            _rows.TryRemove(subjectId, out _);
        return row;
    }

    private static CaseFile Next(CaseFile file, ProjectionEntry entry) =>
        entry switch
        {
            { Kind: LogKinds.Ranking } => file with { RankingId = entry.EntryId, RankedAt = entry.RecordedAt },
            { Kind: LogKinds.CaseProfile, Payload: { } payload } => WithProfile(file, ProfileJson.Read(payload)),
            { Kind: LogKinds.CaseExternalIds, Payload: { } payload } => file with { ExternalIds = ExternalIdsJson.Read(payload) },
            _ => file,
        };

    private static CaseFile WithProfile(CaseFile file, ProfileRecord record) =>
        file with
        {
            ProfileVersion = record.Version,
            Urgency = Text(record.Profile, "urgency") is { } urgency && Terms<Urgency>.TryParse(urgency, out var word) ? word : null,
            NeededFrom =
                Text(record.Profile, "neededFrom") is { } day
                && DateOnly.TryParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, default, out var date)
                    ? date
                    : null,
        };

    private static string? Text(JsonElement profile, string field) =>
        profile.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
