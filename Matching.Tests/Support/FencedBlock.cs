namespace Matching.Tests.Support;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">The word behind its fence; empty when there is none.</param>
/// <param name="FirstLine">Number of the line of the opening fence.</param>
/// <param name="LastLine">Number of the line of the closing fence.</param>
/// <param name="Lines">What stands in it.</param>
/// <param name="Mark">The comment in the line above it; null when there is none.</param>
sealed record FencedBlock(string Language, int FirstLine, int LastLine, IReadOnlyList<string> Lines, string? Mark)
{
    private const string RunMark = "run:";
    private const string NotRunMark = "not run:";

    /// <summary>The test class that runs these commands; null when none is named.</summary>
    public string? RunBy => AfterMark(RunMark);

    /// <summary>Why nothing runs these commands; null when no reason is given.</summary>
    public string? NotRunBecause => AfterMark(NotRunMark);

    public string Text => string.Join('\n', Lines);

    private string? AfterMark(string mark) =>
        Mark is not null && Mark.StartsWith(mark, StringComparison.Ordinal) ? Mark[mark.Length..].Trim() : null;
}
