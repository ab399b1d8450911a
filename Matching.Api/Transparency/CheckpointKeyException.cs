namespace Matching.Api.Transparency;

/// <summary>The key of the checkpoints is missing, malformed or open to others.</summary>
public sealed class CheckpointKeyException(string message) : Exception(message);
