using System.Data.Common;

namespace Matching.Api.Storage;

/// <summary>A row of the log, read without trusting it.</summary>
/// <param name="Sequence">Null when it is no whole number.</param>
/// <param name="EntryId">Null when it is no text.</param>
/// <param name="Entry">Null when a column holds another type than the log writes.</param>
/// <param name="WrongColumn">The first such column.</param>
sealed record RawEntry(long? Sequence, string? EntryId, LogEntry? Entry, string? WrongColumn)
{
    public const string Columns =
        "sequence, entry_id, kind, recorded_at, caller, subject_id, state_sequence, idempotency, body_fingerprint, payload, "
        + "previous_hash, hash";

    public static RawEntry Read(DbDataReader reader)
    {
        var row = new RawRow(reader);
        var sequence = row.Integer(0);
        var entryId = row.Text(1);
        var entry = new LogEntry(
            sequence ?? 0,
            entryId ?? "",
            Kind: row.Text(2) ?? "",
            RecordedAt: row.Text(3) ?? "",
            Caller: row.Text(4) ?? "",
            SubjectId: row.TextOrNull(5),
            StateSequence: row.Integer(6) ?? 0,
            Idempotency: row.TextOrNull(7),
            BodyFingerprint: row.TextOrNull(8),
            Payload: row.Bytes(9) ?? [],
            PreviousHash: row.Text(10) ?? "",
            Hash: row.Text(11) ?? ""
        );
        return new(sequence, entryId, row.WrongColumn is null ? entry : null, row.WrongColumn);
    }
}
