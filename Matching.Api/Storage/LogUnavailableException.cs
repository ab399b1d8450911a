namespace Matching.Api.Storage;

/// <summary>The log could not be written to; the entry must be taken as not recorded.</summary>
public sealed class LogUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
