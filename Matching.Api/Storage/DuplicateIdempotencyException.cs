namespace Matching.Api.Storage;

/// <summary>An entry with the same idempotency value is recorded already; nothing was recorded twice.</summary>
public sealed class DuplicateIdempotencyException(string existingEntryId, string? existingBodyFingerprint)
    : Exception($"Entry '{existingEntryId}' was recorded under the same idempotency key.")
{
    public string ExistingEntryId { get; } = existingEntryId;

    public string? ExistingBodyFingerprint { get; } = existingBodyFingerprint;
}
