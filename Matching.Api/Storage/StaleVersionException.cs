namespace Matching.Api.Storage;

/// <summary>
/// Something that the entry was decided on has changed meanwhile; nothing was recorded. The projections are up to date now: decide again.
/// </summary>
public sealed class StaleVersionException() : Exception("The log has moved on since this entry was decided on.");
