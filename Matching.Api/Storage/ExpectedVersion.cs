namespace Matching.Api.Storage;

/// <summary>How far a stream had come when an entry was decided on it.</summary>
/// <param name="Stream">The stream; one about a case is that of the entry's own case.</param>
/// <param name="Sequence">A number in the log up to which everything of the stream was known.</param>
public sealed record ExpectedVersion(StreamName Stream, long Sequence)
{
    /// <summary>
    /// That of a decision by a projection; none where it was decided again after a refusal, and may rest on what was so meanwhile.
    /// </summary>
    internal static IReadOnlyList<ExpectedVersion> Of(StreamName stream, long? sequence) =>
        sequence is { } known ? [new ExpectedVersion(stream, known)] : [];
}
