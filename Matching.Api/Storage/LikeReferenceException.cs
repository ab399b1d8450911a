namespace Matching.Api.Storage;

/// <summary>
/// A case would begin under a name that is taken for another's: it differs in case, in look-alike or in composed letters only.
/// </summary>
/// <param name="subjectId">The case it is like.</param>
public sealed class LikeReferenceException(string subjectId) : Exception("There is a case of a name that looks the same.")
{
    /// <summary>The case it is like.</summary>
    public string SubjectId { get; } = subjectId;
}
