namespace Matching.Api.Storage;

/// <summary>What is to be recorded. Everything but the payload is stored in the clear and must hold no personal data.</summary>
public sealed record NewEntry
{
    /// <summary>One of <see cref="LogKinds"/>.</summary>
    public required string Kind { get; init; }

    public required string Caller { get; init; }

    /// <summary>Stored encrypted: with the case's key, or with the system's when there is no case.</summary>
    public required byte[] Payload { get; init; }

    public CaseKey? Case { get; init; }

    /// <summary>
    /// What <see cref="AppendOnlyLog.LastProjected"/> was when the entry was decided on; if more has come to the projections since, the
    /// entry is
    /// refused. Null when it does not depend on them, or was decided again after such a refusal.
    /// </summary>
    public long? Basis { get; init; }

    /// <summary>
    /// Whether what the projections hold now would still give the same decision, asked on the writer thread when more has come to them
    /// since the basis; then the
    /// entry is not refused. It must be quick. Null when any change counts.
    /// </summary>
    public Func<bool>? StillHolds { get; init; }

    /// <summary>
    /// The last entry of some kinds about its case when the entry was decided on; if there is a later one, it is refused as with
    /// <see cref="Basis"/>. Null when it
    /// does not depend on them.
    /// </summary>
    public LastOfCase? LastOfCase { get; init; }

    /// <summary>
    /// The state the entry was made with, 0 before there was any. Not used by state-changing kinds: each is its own state.
    /// </summary>
    public long StateSequence { get; init; }

    /// <summary>Keyed fingerprint of the caller's idempotency key; unique in the log.</summary>
    public string? Idempotency { get; init; }

    /// <summary>Keyed fingerprint of the request's body.</summary>
    public string? BodyFingerprint { get; init; }
}

/// <summary>The last entry of some kinds about a case.</summary>
/// <param name="Kinds">Some of <see cref="LogKinds"/>.</param>
/// <param name="Sequence">Its number; 0 when there is none.</param>
public sealed record LastOfCase(IReadOnlyList<string> Kinds, long Sequence);
