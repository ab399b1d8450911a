namespace Matching.Api.Storage;

/// <summary>What a walk through the whole log found; it stops at the first thing wrong.</summary>
/// <param name="Intact">Whether everything is as it was recorded.</param>
/// <param name="Entries">How many entries were found in order.</param>
/// <param name="Head">The hash of the last of them; 64 zeros when there is none.</param>
/// <param name="FirstBrokenSequence">The number of the entry that is wrong or missing; null when it is a document.</param>
/// <param name="FirstBrokenEntry">Its id; null where it has none.</param>
/// <param name="Problem">What is wrong with it, in a sentence; null when intact.</param>
public sealed record VerificationResult(
    bool Intact,
    long Entries,
    string Head,
    long? FirstBrokenSequence,
    string? FirstBrokenEntry,
    string? Problem
);
