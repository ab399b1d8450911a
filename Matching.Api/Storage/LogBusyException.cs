namespace Matching.Api.Storage;

/// <summary>The queue to the log is full; nothing was recorded and trying again a little later is safe.</summary>
public sealed class LogBusyException(int waiting) : Exception($"The log is busy: {waiting} entries are waiting already.");
