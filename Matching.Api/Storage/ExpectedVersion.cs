namespace Matching.Api.Storage;

/// <summary>How far a stream had come when an entry was decided on it.</summary>
/// <param name="Stream">The stream; one about a case is that of the entry's own case.</param>
/// <param name="Sequence">A number in the log up to which everything of the stream was known.</param>
public sealed record ExpectedVersion(StreamName Stream, long Sequence)
{
    /// <summary>
    /// That of some streams; none where it was decided again after a refusal, and may rest on what was so meanwhile (null).
    /// </summary>
    internal static IReadOnlyList<ExpectedVersion> Of(long? sequence, params ReadOnlySpan<StreamName> streams)
    {
        if (sequence is not { } known)
            return [];
        var expected = new ExpectedVersion[streams.Length];
        for (var i = 0; i < streams.Length; i++)
            expected[i] = new ExpectedVersion(streams[i], known);
        return expected;
    }
}
