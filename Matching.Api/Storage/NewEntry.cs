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
    /// How far the streams had come that the entry was decided on; when one has gone on since, the entry is refused. Empty when it depends
    /// on none, or was decided again after such a refusal.
    /// </summary>
    public IReadOnlyList<ExpectedVersion> Expected { get; init; } = [];

    /// <summary>
    /// The state the entry was made with, 0 before there was any. Not used by state-changing kinds: each is its own state.
    /// </summary>
    public long StateSequence { get; init; }

    /// <summary>Keyed fingerprint of the caller's idempotency key; unique in the log.</summary>
    public string? Idempotency { get; init; }

    /// <summary>Keyed fingerprint of the request's body.</summary>
    public string? BodyFingerprint { get; init; }
}
