namespace Matching.Api.Storage;

/// <summary>An entry that a projection is made of.</summary>
/// <param name="Sequence">Its number in the log.</param>
/// <param name="Kind">One of <see cref="LogKinds"/>.</param>
/// <param name="RecordedAt">When, UTC.</param>
/// <param name="Caller">Who.</param>
/// <param name="SubjectId">The case it is about; null when about none.</param>
/// <param name="Payload">In the clear; null when its case was erased, and of kinds that are projected by their header.</param>
public sealed record ProjectionEntry(
    long Sequence,
    string EntryId,
    string Kind,
    string RecordedAt,
    string Caller,
    string? SubjectId,
    byte[]? Payload
);
