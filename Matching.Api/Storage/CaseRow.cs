namespace Matching.Api.Storage;

sealed record CaseRow(string SubjectId, string ReferenceLookup, byte[] SealedReference, byte[] WrappedKey)
{
    /// <summary>
    /// The keyed fingerprint of what the reference looks like; null where it is not known, and filled in at the next start.
    /// </summary>
    public string? LikeLookup { get; init; }
}
