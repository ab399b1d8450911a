using System.Data.Common;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>Reads the log beside the writer, on read-only connections. Safe for many threads.</summary>
public sealed class LogReader
{
    const int PageSize = 256;
    const int ProjectionPageSize = 1024;
    const int MostKeysAtHand = 4096;

    const string Header = """
        sequence AS Sequence, entry_id AS EntryId, kind AS Kind, recorded_at AS RecordedAt, caller AS Caller, subject_id AS SubjectId,
        state_sequence AS StateSequence, idempotency AS Idempotency, body_fingerprint AS BodyFingerprint,
        """;
    const string Chain = "previous_hash AS PreviousHash, hash AS Hash";
    const string Columns = $"{Header} payload AS Payload, {Chain}";

    // A payload that is left out is not read from the disk either.
    const string ColumnsForProjection = $"{Header} CASE WHEN kind = @byHeader THEN @leftOut ELSE payload END AS Payload, {Chain}";

    readonly Database database;
    readonly CaseKeys cases;
    readonly MasterKey master;

    internal LogReader(Database database, CaseKeys cases, MasterKey master)
    {
        this.database = database;
        this.cases = cases;
        this.master = master;
    }

    /// <summary>How many entries there are now; says nothing of whether they are in order.</summary>
    public long Count()
    {
        const string sql = "SELECT COUNT(*) FROM log_entries";
        return database.Query(connection => connection.ExecuteScalar<long>(sql));
    }

    public LogEntry? Find(string entryId)
    {
        const string sql = $"SELECT {Columns} FROM log_entries WHERE entry_id = @entryId";
        return database.Query(connection => connection.QuerySingleOrDefault<LogEntry>(sql, new { entryId }));
    }

    /// <summary>The case that an entry of a kind is about; null when there is no such entry. The row itself is not read.</summary>
    public string? FindSubject(string entryId, string kind)
    {
        const string sql = "SELECT subject_id FROM log_entries WHERE entry_id = @entryId AND kind = @kind";
        return database.Query(connection => connection.QuerySingleOrDefault<string?>(sql, new { entryId, kind }));
    }

    public LogEntry? FindByIdempotency(string idempotency)
    {
        const string sql = $"SELECT {Columns} FROM log_entries WHERE idempotency = @idempotency";
        return database.Query(connection => connection.QuerySingleOrDefault<LogEntry>(sql, new { idempotency }));
    }

    /// <summary>
    /// Entries in order from a number on, of some kinds or, with none named, of all. Read page by page, so a slow taker holds up nobody.
    /// </summary>
    public IEnumerable<LogEntry> Entries(long fromSequence = 1, params IReadOnlyList<string> kinds) =>
        InPages(fromSequence, from => database.Query(connection => Page(connection, null, from, kinds, PageSize)));

    /// <summary>
    /// The same for whoever makes projections of them: page by page, opened by several threads, without the payloads of those that are
    /// projected by their header.
    /// </summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="open">Makes of an entry what is projected, with the key of its case where that was found already.</param>
    internal IEnumerable<ProjectionEntry> ForProjection(IReadOnlyList<string> kinds, Func<LogEntry, byte[]?, ProjectionEntry> open)
    {
        var from = 1L;
        List<LogEntry> page;
        do
        {
            page = database.Query(connection => Page(connection, null, from, kinds, ProjectionPageSize, forProjection: true));
            // One by one they would be most of the time that a start takes.
            var keys = cases.FindAll(
                page.Where(entry => !LogKinds.IsProjectedByHeader(entry.Kind) && IsOfCase(entry))
                    .Select(entry => entry.SubjectId!)
                    .ToHashSet(StringComparer.Ordinal)
            );
            foreach (
                var entry in page.AsParallel()
                    .AsOrdered()
                    .Select(entry => open(entry, keys.GetValueOrDefault(entry.SubjectId ?? "")))
                    .ToList()
            )
                yield return entry;
            if (page.Count > 0)
                from = page[^1].Sequence + 1;
        } while (page.Count == ProjectionPageSize);
    }

    /// <summary>
    /// The same a few at a time, as they are worked on together: while a slow taker makes us wait, nothing else is held.
    /// </summary>
    /// <param name="size">How many.</param>
    /// <param name="kinds">The kinds.</param>
    public IEnumerable<IReadOnlyList<LogEntry>> Pages(int size, params IReadOnlyList<string> kinds)
    {
        var from = 1L;
        List<LogEntry> page;
        do
        {
            page = database.Query(connection => Page(connection, null, from, kinds, size));
            if (page.Count == 0)
                yield break;
            from = page[^1].Sequence + 1;
            yield return page;
        } while (page.Count == size);
    }

    /// <summary>Entries of some kinds in order, with their payloads, as projections take them.</summary>
    /// <exception cref="PayloadUnreadableException">The case of an entry was erased, or an entry was tampered with.</exception>
    public IEnumerable<ProjectionEntry> Projected(params IReadOnlyList<string> kinds) =>
        Entries(1, kinds)
            .Select(entry => new ProjectionEntry(
                entry.Sequence,
                entry.EntryId,
                entry.Kind,
                entry.RecordedAt,
                entry.Caller,
                entry.SubjectId,
                ReadPayload(entry)
            ));

    /// <summary>
    /// Entries about one case in order, of some kinds or, with none named, of all. Read page by page.
    /// </summary>
    public IEnumerable<LogEntry> EntriesOf(string subjectId, params IReadOnlyList<string> kinds) =>
        InPages(1, from => database.Query(connection => Page(connection, null, from, kinds, PageSize, subjectId)));

    /// <summary>The last entry of a kind about one case; null when there is none.</summary>
    /// <param name="subjectId">The case.</param>
    /// <param name="kind">One of <see cref="LogKinds"/>.</param>
    /// <param name="before">Only those before this number.</param>
    public LogEntry? LastOf(string subjectId, string kind, long before = long.MaxValue)
    {
        const string sql = $"""
            SELECT {Columns} FROM log_entries WHERE subject_id = @subjectId AND kind || '' = @kind AND sequence < @before
            ORDER BY sequence DESC LIMIT 1
            """;
        return database.Query(connection =>
            connection.QuerySingleOrDefault<LogEntry>(
                sql,
                new
                {
                    subjectId,
                    kind,
                    before,
                }
            )
        );
    }

    /// <summary>For each case: the latest time at which it was recorded in, entries of one kind left out.</summary>
    public IReadOnlyList<(string SubjectId, string RecordedAt)> LatestOfEachCase(string butKind)
    {
        const string sql =
            "SELECT subject_id, MAX(recorded_at) FROM log_entries WHERE kind <> @butKind AND subject_id IS NOT NULL GROUP BY subject_id "
            + "ORDER BY 2, 1";
        return database.Query(connection => connection.Query<(string, string)>(sql, new { butKind }).AsList());
    }

    /// <summary>At most so many entries from a number on, of some kinds or, with none named, of all; of one case or of all.</summary>
    internal static List<LogEntry> Page(
        DbConnection connection,
        DbTransaction? transaction,
        long fromSequence,
        IReadOnlyList<string> kinds,
        int limit,
        string? subjectId = null,
        bool forProjection = false
    )
    {
        // The names are spelt out because IN over a list means something else to each driver.
        var names = kinds.Select((_, i) => $"@kind{i}");
        // Of one case there are few entries, of a kind many: the planner must not begin with the kind.
        var kind = subjectId is null ? "kind" : "kind || ''";
        var ofKinds = kinds.Count == 0 ? "" : $"AND {kind} IN ({string.Join(", ", names)})";
        var ofCase = subjectId is null ? "" : "AND subject_id = @subjectId";
        var columns = forProjection ? ColumnsForProjection : Columns;
        var sql = $"SELECT {columns} FROM log_entries WHERE sequence >= @from {ofCase} {ofKinds} ORDER BY sequence LIMIT {limit}";
        var arguments = new DynamicParameters(new { from = fromSequence });
        if (forProjection)
            arguments.AddDynamicParams(new { byHeader = LogKinds.Ranking, leftOut = Array.Empty<byte>() });
        if (subjectId is not null)
            arguments.Add("subjectId", subjectId);
        for (var i = 0; i < kinds.Count; i++)
            arguments.Add($"kind{i}", kinds[i]);
        return connection.Query<LogEntry>(sql, arguments, transaction).AsList();
    }

    /// <summary>Whether there is a key by which a case's payloads could be read.</summary>
    internal bool HasKey(string subjectId)
    {
        const string sql = "SELECT COUNT(*) FROM cases WHERE subject_id = @subjectId";
        return database.Query(connection => connection.ExecuteScalar<long>(sql, new { subjectId })) > 0;
    }

    /// <summary>The payload in the clear.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public byte[] ReadPayload(LogEntry entry) => ReadPayload(entry, known: null);

    /// <summary>The same for whoever reads many, with the keys that were found already.</summary>
    internal byte[] ReadPayload(LogEntry entry, Dictionary<string, CaseKey>? keys) =>
        ReadPayload(entry, IsOfCase(entry) ? FindKey(entry, entry.SubjectId!, keys).Key : null);

    /// <summary>The same with the key of the entry's case; null = it is still to be found, or there is none.</summary>
    internal byte[] ReadPayload(LogEntry entry, byte[]? known)
    {
        var key = IsOfCase(entry) ? known ?? FindKey(entry, entry.SubjectId!).Key : master.SystemPayload;
        return AuthenticatedEncryption.TryOpen(key, entry.Payload, LogEntry.Binding(entry.EntryId, entry.Kind))
            ?? throw new PayloadUnreadableException(entry.EntryId, keyIsMissing: false);
    }

    static bool IsOfCase(LogEntry entry) => entry.SubjectId is not null && !LogKinds.OutlivesCase(entry.Kind);

    static IEnumerable<LogEntry> InPages(long fromSequence, Func<long, List<LogEntry>> readPage)
    {
        List<LogEntry> page;
        do
        {
            page = readPage(fromSequence);
            foreach (var entry in page)
                yield return entry;
            if (page.Count > 0)
                fromSequence = page[^1].Sequence + 1;
        } while (page.Count == PageSize);
    }

    CaseKey FindKey(LogEntry entry, string subjectId, Dictionary<string, CaseKey>? keys)
    {
        if (keys is null)
            return FindKey(entry, subjectId);
        if (!keys.TryGetValue(subjectId, out var key))
        {
            if (keys.Count == MostKeysAtHand)
                keys.Clear();
            keys.Add(subjectId, key = FindKey(entry, subjectId));
        }

        return key;
    }

    CaseKey FindKey(LogEntry entry, string subjectId)
    {
        try
        {
            return cases.Find(subjectId) ?? throw new PayloadUnreadableException(entry.EntryId, keyIsMissing: true);
        }
        catch (CaseKeyUnreadableException unreadable)
        {
            throw new PayloadUnreadableException(entry.EntryId, keyIsMissing: false, unreadable);
        }
    }
}
