namespace Matching.Api.Storage;

/// <summary>The master key is missing, malformed, open to others, or not the one this database was made with.</summary>
public sealed class MasterKeyException(string message) : Exception(message);
