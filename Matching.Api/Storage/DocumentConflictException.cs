namespace Matching.Api.Storage;

public sealed class DocumentConflictException(string version)
    : Exception($"A document with version '{version}' but other content is stored already. A version names one content for ever.");
