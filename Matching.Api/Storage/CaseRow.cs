namespace Matching.Api.Storage;

sealed record CaseRow(string SubjectId, string ReferenceLookup, byte[] SealedReference, byte[] WrappedKey);
