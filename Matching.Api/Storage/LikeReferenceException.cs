namespace Matching.Api.Storage;

/// <summary>
/// A case would begin under a name that is taken for another's: it differs in case, in look-alike or in composed letters only.
/// </summary>
/// <param name="subjectIds">The cases it is like: one, or several of before that was looked at.</param>
public sealed class LikeReferenceException(IReadOnlyList<string> subjectIds) : Exception("There is a case of a name that looks the same.")
{
    /// <summary>The cases it is like.</summary>
    public IReadOnlyList<string> SubjectIds { get; } = subjectIds;
}
