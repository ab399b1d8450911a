using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// One fact of the profile as a question with a closed set of answers: what needs follow from, what is named when it is not known, and what
/// is drawn or tried in its place.
/// </summary>
public sealed class FactDefinition
{
    private readonly Func<ChildProfile, CriteriaSet, IReadOnlyList<string>?> _read;
    private readonly Func<ChildProfile, string, ChildProfile> _with;

    internal FactDefinition(
        string path,
        IReadOnlyList<string>? answers,
        Func<ChildProfile, CriteriaSet, IReadOnlyList<string>?> read,
        Func<ChildProfile, string, ChildProfile> with,
        bool opensGates = false
    )
    {
        (Path, Answers, _read, _with, OpensGates) = (path, answers, read, with, opensGates);
    }

    /// <summary>The path in a request, without index, such as <c>child.selfHarm</c>.</summary>
    public string Path { get; }

    /// <summary>The answers there can be; null when they are bins or groups that the criteria define.</summary>
    public IReadOnlyList<string>? Answers { get; }

    /// <summary>True for legal facts: they are tried when gaps are weighed but never drawn, for law is not a matter of chance.</summary>
    public bool OpensGates { get; }

    /// <summary>
    /// True for a detail of another fact (how sure a diagnosis is, how often a substance is used): needs follow only from both together.
    /// </summary>
    public bool IsDetail =>
        Path.Split('.').Length == 3
        && (
            Path.StartsWith("child.diagnoses.", StringComparison.Ordinal)
            || Path.StartsWith("child.substanceUse.", StringComparison.Ordinal)
        );

    /// <summary>The answers the profile gives; empty when there is nothing to say, null when the fact is not known.</summary>
    public IReadOnlyList<string>? Read(ChildProfile profile, CriteriaSet criteria) => _read(profile, criteria);

    /// <summary>The profile as it would be if the unknown fact had this answer.</summary>
    public ChildProfile With(ChildProfile profile, string answer) => _with(profile, answer);
}
