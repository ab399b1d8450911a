namespace Matching.Api.Storage;

/// <summary>
/// The log could not be written to; the entry is not recorded as long as this process runs. One thing can be otherwise: when its last flush
/// failed and the
/// process dies before it has written again, the entry may be found whole on disk at the next start, and is then recorded. Trying again
/// with the
/// same idempotency value finds it.
/// </summary>
public sealed class LogUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
