using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Matching.Api.Storage;

/// <summary>
/// One of perhaps several writers to a database across the network. The seal's row is the head of the log: it is locked for the
/// length of a transaction, so there is one order. What is written goes over in one statement a batch.
/// </summary>
sealed class PostgresWriterSession : WriterSession
{
    const string InsertAll =
        InsertEntry
        + """

            SELECT * FROM unnest(@sequences, @entryIds, @kinds, @recordedAts, @callers, @subjectIds, @stateSequences, @idempotencies, @bodyFingerprints, @payloads, @previousHashes, @hashes)
            """;

    const int MostInOneStatement = 1000;

    readonly PostgresDatabase database;
    readonly List<LogEntry> gathered = [];
    readonly Dictionary<string, (string EntryId, string? BodyFingerprint)> used = new(StringComparer.Ordinal);

    public PostgresWriterSession(PostgresDatabase database, MasterKey master, LatestTime latest)
        : base(database, master, latest)
    {
        this.database = database;
    }

    public override (string EntryId, string? BodyFingerprint)? FindIdempotency(string idempotency) =>
        used.TryGetValue(idempotency, out var entry) ? entry : null;

    protected override bool OthersHaveWritten()
    {
        gathered.Clear();
        database.TakeHead(Connection, Transaction!);
        return true;
    }

    protected override void Expect(IReadOnlyList<PendingWrite> batch)
    {
        const string sql = "SELECT idempotency, entry_id, body_fingerprint FROM log_entries WHERE idempotency = ANY(@keys)";
        used.Clear();
        var keys = batch.OfType<PendingEntry>().Select(entry => entry.Idempotency).OfType<string>().ToArray();
        if (keys.Length == 0)
            return;
        foreach (var (idempotency, entryId, bodyFingerprint) in Connection.Query<(string, string, string?)>(sql, new { keys }, Transaction))
            used.Add(idempotency, (entryId, bodyFingerprint));
    }

    protected override void Write(LogEntry entry)
    {
        gathered.Add(entry);
        if (entry.Idempotency is { } idempotency)
            used.Add(idempotency, (entry.EntryId, entry.BodyFingerprint));
        if (gathered.Count == MostInOneStatement)
            Flush();
    }

    protected override void Flush()
    {
        if (gathered.Count == 0)
            return;
        using var command = new NpgsqlCommand(InsertAll, (NpgsqlConnection)Connection, (NpgsqlTransaction?)Transaction);
        Add("sequences", NpgsqlDbType.Bigint, entry => entry.Sequence);
        Add("entryIds", NpgsqlDbType.Text, entry => entry.EntryId);
        Add("kinds", NpgsqlDbType.Text, entry => entry.Kind);
        Add("recordedAts", NpgsqlDbType.Text, entry => entry.RecordedAt);
        Add("callers", NpgsqlDbType.Text, entry => entry.Caller);
        Add("subjectIds", NpgsqlDbType.Text, entry => entry.SubjectId);
        Add("stateSequences", NpgsqlDbType.Bigint, entry => entry.StateSequence);
        Add("idempotencies", NpgsqlDbType.Text, entry => entry.Idempotency);
        Add("bodyFingerprints", NpgsqlDbType.Text, entry => entry.BodyFingerprint);
        Add("payloads", NpgsqlDbType.Bytea, entry => entry.Payload);
        Add("previousHashes", NpgsqlDbType.Text, entry => entry.PreviousHash);
        Add("hashes", NpgsqlDbType.Text, entry => entry.Hash);
        command.ExecuteNonQuery();
        gathered.Clear();

        void Add<T>(string name, NpgsqlDbType type, Func<LogEntry, T> value) =>
            command.Parameters.Add(
                new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = gathered.ConvertAll(entry => value(entry)).ToArray() }
            );
    }
}
