using System.Data.Common;
using System.Security.Cryptography;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>
/// Proves that the log is what was recorded: every number, hash, link, state and payload, the sealed end, and the documents.
/// Reads only, page by page, and may run while the service records.
/// </summary>
public sealed class LogVerification
{
    /// <summary>How a finding begins that is about what the database is made of alone.</summary>
    internal const string OnlySchemaDiffers = "Every entry is as it was recorded, but the database is not what this program makes: ";

    const int PageSize = 128;

    readonly Database database;
    readonly LogReader log;
    readonly MasterKey master;

    internal LogVerification(Database database, LogReader log, MasterKey master)
    {
        this.database = database;
        this.log = log;
        this.master = master;
    }

    /// <summary>Walks the whole log; the progress is reported the number of entries checked, page by page.</summary>
    /// <param name="progress">Reported the number of entries checked.</param>
    /// <param name="claimsOf">What an entry, with its plain payload, says of what is kept beside the log: it must be so.</param>
    /// <param name="cancellation">Stops the walk.</param>
    public VerificationResult Run(
        IProgress<long>? progress = null,
        Func<LogEntry, byte[], EntryClaims>? claimsOf = null,
        CancellationToken cancellation = default
    )
    {
        // First, so that what is recorded meanwhile is beyond it.
        var walk = new Walk(claimsOf) { Acknowledged = database.Acknowledged };
        bool atEnd;
        do
        {
            cancellation.ThrowIfCancellationRequested();

            var (page, end) = ReadPage(after: walk.After);
            if (page.Select(row => Check(row, walk)).FirstOrDefault(finding => finding is not null) is { } broken)
                return broken;

            // A case may be erased while its last entries are checked; its tombstone is then among those that follow.
            atEnd = page.Count < PageSize && (page.Count == 0 || !walk.LacksTombstone);
            if (end is not null && CheckEnd(end, walk) is { } wrongEnd)
                return wrongEnd;
            progress?.Report(walk.Entries);
        } while (!atEnd);

        return walk.MissingTombstone
            ?? walk.LostEnd
            ?? CheckDocuments(walk, cancellation)
            ?? CheckSchema(walk)
            ?? new(true, walk.Entries, walk.Head, null, null, null);
    }

    // Last: what was recorded wrongly is worth more than by what it was done.
    VerificationResult? CheckSchema(Walk walk) =>
        database.Query(database.SchemaDifferences) is { Count: > 0 } differences
            ? new(false, walk.Entries, walk.Head, null, null, $"{OnlySchemaDiffers}{string.Join("; ", differences)}.")
            : null;

    // A page and the end are read in one snapshot, so an end that is still growing is compared with its own seal. The connection is given
    // back before the keys
    // are read on others: walks that each held one and waited for another would hold up each other and everyone.
    (List<RawEntry> Page, End? End) ReadPage(long after)
    {
        using var reader = database.Read();
        using var transaction = database.BeginSnapshot(reader.Connection);
        var page = ReadPage(reader.Connection, transaction, after);
        return (page, page.Count < PageSize ? ReadEnd(reader.Connection, transaction) : null);
    }

    static List<RawEntry> ReadPage(DbConnection connection, DbTransaction transaction, long after)
    {
        const string sql = $"SELECT {RawEntry.Columns} FROM log_entries WHERE sequence > @after ORDER BY sequence LIMIT @size";
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.Add("@after", after);
        command.Add("@size", PageSize);
        using var rows = command.ExecuteReader();
        var page = new List<RawEntry>();
        while (rows.Read())
            page.Add(RawEntry.Read(rows));
        return page;
    }

    /// <summary>What is wrong with the next entry; null when nothing is, and the walk has gone past it.</summary>
    internal VerificationResult? Check(RawEntry raw, Walk walk)
    {
        var expected = walk.Entries + 1;
        if (raw.Sequence is not { } sequence)
            return walk.Broken(expected, raw.EntryId, "its number is not a whole number");
        if (sequence > expected)
            return walk.Broken(expected, null, $"it is missing; the next one there is number {sequence}");
        if (sequence < expected)
            return walk.Broken(sequence, raw.EntryId, "its number is there twice or below 1");
        if (raw.Entry is not { } entry)
            return walk.Broken(sequence, raw.EntryId, $"its column {raw.WrongColumn} does not hold what the log writes there");
        if (entry.PreviousHash != walk.Head)
            return walk.Broken(sequence, entry.EntryId, "it does not follow the entry before it");
        if (entry.Hash != EntryHash.Of(entry, SHA256.HashData(entry.Payload)))
            return walk.Broken(sequence, entry.EntryId, "its content does not match its hash");
        if (!walk.IsPlausibleState(entry))
            return walk.Broken(sequence, entry.EntryId, $"it names state {entry.StateSequence}, which is not one the log had");
        if (CheckErasure(entry, walk) is { } wrongErasure)
            return walk.Broken(sequence, entry.EntryId, wrongErasure);
        if (CheckPayload(entry, walk) is { } what)
            return walk.Broken(sequence, entry.EntryId, what);

        walk.Passed(entry);
        return null;
    }

    /// <summary>What is wrong with an erasure, or with what follows one; null when nothing is.</summary>
    string? CheckErasure(LogEntry entry, Walk walk)
    {
        if (entry.SubjectId is not { } subjectId)
            return entry.Kind == LogKinds.Erasure ? "it erases no case" : null;
        if (walk.IsErased(subjectId))
            return "it is about a case that was erased before it";
        return entry.Kind == LogKinds.Erasure && log.HasKey(subjectId)
            ? "it says that its case was erased, but the key of the case is there"
            : null;
    }

    /// <summary>
    /// What is wrong with the payload; null when nothing is. A key that is gone must be accounted for by a tombstone further on.
    /// </summary>
    string? CheckPayload(LogEntry entry, Walk walk)
    {
        try
        {
            var claims = walk.ClaimsOf(entry, log.ReadPayload(entry, walk.Keys));
            walk.Documents.UnionWith(claims.Documents);
            if (!walk.Keys.TryGetValue(entry.SubjectId ?? "", out var key))
                return null;
            if (claims.CaseReference is { } named && key.CaseReference != named)
                return "it names another case than the one it is kept under";
            return walk.IsLikeItself(key, master) ? null : "what the name of its case looks like was changed, or taken away";
        }
        catch (PayloadUnreadableException unreadable) when (unreadable.KeyIsMissing)
        {
            walk.LacksKey(entry);
            return null;
        }
        catch (PayloadUnreadableException)
        {
            return "its payload does not match its seal";
        }
    }

    static End ReadEnd(DbConnection connection, DbTransaction transaction)
    {
        const string countSql = "SELECT COUNT(*) FROM log_entries";
        const string hashSql = "SELECT hash FROM log_entries WHERE sequence = @sequence";

        var seal = LogSeal.Read(connection, transaction);
        return new(
            connection.ExecuteScalar<long>(countSql, transaction: transaction),
            seal,
            seal is null ? null : connection.ExecuteScalar<object>(hashSql, new { sequence = seal.Sequence }, transaction) as string
        );
    }

    VerificationResult? CheckEnd(End end, Walk walk)
    {
        if (end.Entries != walk.Entries)
            return walk.Broken(walk.Entries + 1, null, "there are entries outside the order");
        if (end.Seal is not { } seal || !seal.IsAuthentic(master))
            return walk.Broken(walk.Entries, null, "the seal of the log's end is missing or not authentic");
        if (seal.Sequence > walk.Entries)
            return walk.Broken(walk.Entries + 1, null, $"it is missing; the log was sealed at number {seal.Sequence}");
        if (seal.Sequence > 0 && end.SealedHash != seal.Hash)
            return walk.Broken(seal.Sequence, null, "it is not the one that was sealed as the log's end");
        if (seal.Sequence < walk.Entries)
            return walk.Broken(seal.Sequence + 1, null, "it was added behind the sealed end");
        return null;
    }

    VerificationResult? CheckDocuments(Walk walk, CancellationToken cancellation)
    {
        const string sql = "SELECT version, kind, content, seal, recorded_at FROM documents ORDER BY version";
        using var reader = database.Read();
        using var command = reader.Connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var row = new RawRow(rows);
            var (version, kind, content, seal, recordedAt) = (row.Text(0), row.Text(1), row.Bytes(2), row.Text(3), row.Text(4));
            if (row.WrongColumn is { } column)
                return walk.BrokenDocument(version, $"its column {column} does not hold what was written there");
            if (!new StoredDocument(version!, kind!, content!, seal!, recordedAt!).IsAuthentic(master))
                return walk.BrokenDocument(version, "it does not match its seal");
            walk.Documents.Remove(version!);
        }

        return walk.Documents.Count == 0
            ? null
            : walk.BrokenDocument(walk.Documents.Order(StringComparer.Ordinal).First(), "it is missing, and entries rest on it");
    }

    /// <summary>The end of the log at one moment.</summary>
    /// <param name="Entries">How many entries there are.</param>
    /// <param name="Seal">Their seal; null when it is missing or not of its shape.</param>
    /// <param name="SealedHash">The hash of the entry that was sealed as the last; null when it is not there.</param>
    sealed record End(long Entries, LogSeal? Seal, string? SealedHash);

    /// <summary>What is known of the log up to the entry just passed.</summary>
    internal sealed class Walk(Func<LogEntry, byte[], EntryClaims>? claimsOf)
    {
        /// <summary>The keys of cases that were found on the way.</summary>
        public Dictionary<string, CaseKey> Keys { get; } = new(StringComparer.Ordinal);

        /// <summary>The documents that entries rest on.</summary>
        public HashSet<string> Documents { get; } = new(StringComparer.Ordinal);

        public EntryClaims ClaimsOf(LogEntry entry, byte[] payload) => claimsOf?.Invoke(entry, payload) ?? EntryClaims.None;

        readonly HashSet<long> states = [0];
        readonly HashSet<string> erased = new(StringComparer.Ordinal);
        readonly HashSet<CaseKey> looked = [];
        readonly Dictionary<string, LogEntry> withoutKey = new(StringComparer.Ordinal);

        public bool IsErased(string subjectId) => erased.Contains(subjectId);

        /// <summary>Whether what is kept of the look of a case's name is that of its name. Worked out once for each key.</summary>
        public bool IsLikeItself(CaseKey key, MasterKey master) =>
            looked.Contains(key)
            || (
                (key.Row.LikeLookup == master.CaseLike(key.CaseReference) || LikeLetters.IsOfBefore(key.Row.LikeLookup)) && looked.Add(key)
            );

        public void LacksKey(LogEntry entry) => withoutKey.TryAdd(entry.SubjectId!, entry);

        /// <summary>Whether keys are gone without an erasure that says so, as far as the walk has come.</summary>
        public bool LacksTombstone => withoutKey.Count > 0;

        public VerificationResult? MissingTombstone =>
            withoutKey.Values.MinBy(entry => entry.Sequence) is { } first
                ? Broken(first.Sequence, first.EntryId, "the key of its case is missing, and no erasure was recorded")
                : null;

        /// <summary>The last entry that was answered for.</summary>
        public (long Sequence, string Hash)? Acknowledged { get; init; }

        /// <summary>That it is not there; null when it is, or when none is known.</summary>
        public VerificationResult? LostEnd =>
            Acknowledged is not ({ } sequence, { } hash) || sequence == 0 ? null
            : sequence > Entries ? Broken(Entries + 1, null, $"it is missing; the service had answered for all up to number {sequence}")
            : acknowledgedHash != hash ? Broken(sequence, null, "it is not the one that the service had answered for")
            : null;

        string? acknowledgedHash;

        public long Entries { get; private set; }

        public string Head { get; private set; } = LogEntry.NoHash;

        public long After => Entries == 0 ? long.MinValue : Entries;

        public bool IsPlausibleState(LogEntry entry) =>
            LogKinds.ChangesState(entry.Kind) ? entry.StateSequence == entry.Sequence : states.Contains(entry.StateSequence);

        public void Passed(LogEntry entry)
        {
            Entries = entry.Sequence;
            Head = entry.Hash;
            if (entry.Sequence == Acknowledged?.Sequence)
                acknowledgedHash = entry.Hash;
            if (LogKinds.ChangesState(entry.Kind))
                states.Add(entry.Sequence);
            if (entry is { Kind: LogKinds.Erasure, SubjectId: { } subjectId })
            {
                erased.Add(subjectId);
                withoutKey.Remove(subjectId);
            }
        }

        public VerificationResult Broken(long sequence, string? entryId, string what) =>
            new(false, Entries, Head, sequence, entryId, $"Entry {sequence}: {what}.");

        public VerificationResult BrokenDocument(string? version, string what) =>
            new(false, Entries, Head, null, null, $"Document {version ?? "(no version)"}: {what}.");
    }
}
