namespace Matching.Api.Storage;

public sealed class CaseKeyUnreadableException(string subjectId)
    : Exception($"The key of subject '{subjectId}' cannot be unwrapped: its row was changed or sealed with another master key.");
