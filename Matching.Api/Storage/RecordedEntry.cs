namespace Matching.Api.Storage;

/// <summary>What the log gave an entry once it was on disk.</summary>
public sealed record RecordedEntry(long Sequence, string EntryId, string Kind, string RecordedAt, long StateSequence);
