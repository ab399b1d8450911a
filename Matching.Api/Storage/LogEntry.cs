namespace Matching.Api.Storage;

/// <summary>An entry as it is stored; the payload is still encrypted.</summary>
public sealed record LogEntry(
    long Sequence,
    string EntryId,
    string Kind,
    string RecordedAt,
    string Caller,
    string? SubjectId,
    long StateSequence,
    string? Idempotency,
    string? BodyFingerprint,
    byte[] Payload,
    string PreviousHash,
    string Hash
)
{
    /// <summary>What the first entry names as the hash before it.</summary>
    public const string NoHash = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The text a payload is sealed for, so that it opens under its own header only.</summary>
    internal static string Binding(string entryId, string kind) => $"{entryId}|{kind}";
}
