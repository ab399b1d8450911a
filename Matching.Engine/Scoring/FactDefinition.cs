using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// One fact of the profile as a question with a closed set of answers: what needs follow from, what is named when it is not known, and what
/// is drawn or tried in its place.
/// </summary>
public sealed class FactDefinition
{
    private static readonly List<string> Together = ["child.diagnoses", "child.substanceUse", "child.absconding", "child.crime"];

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
        StandsAlone = !Together.Exists(fact => path.StartsWith(fact, StringComparison.Ordinal));
        IsDetail =
            path.Split('.').Length == 3
            && (
                path.StartsWith("child.diagnoses.", StringComparison.Ordinal)
                || path.StartsWith("child.substanceUse.", StringComparison.Ordinal)
            );
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
    public bool IsDetail { get; }

    /// <summary>False where an answer may settle, or open, another fact: how often a child absconds and how long it is away.</summary>
    internal bool StandsAlone { get; }

    /// <summary>
    /// The schema of the criteria document that first has it. A document of an earlier schema knows nothing of the fact: it is neither
    /// asked for nor named.
    /// </summary>
    internal int Since { get; init; } = 1;

    /// <summary>Answers that a criteria document of an earlier schema may lack.</summary>
    internal IReadOnlyList<string> LaterAnswers { get; init; } = [];

    /// <summary>
    /// True for a fact that came later and sharpens what others say. While it is not known it is named and tried as a gap, but it is not
    /// drawn, for nobody has counted how common its answers are, and it does not unsettle what the others have settled.
    /// </summary>
    public bool IsRefinement => Since >= CriteriaLoader.CareSince;

    /// <summary>The answers the profile gives; empty when there is nothing to say, null when the fact is not known.</summary>
    public IReadOnlyList<string>? Read(ChildProfile profile, CriteriaSet criteria) => _read(profile, criteria);

    /// <summary>The profile as it would be if the unknown fact had this answer.</summary>
    public ChildProfile With(ChildProfile profile, string answer) => _with(profile, answer);

    /// <summary>The same fact, known to criteria documents from a schema on.</summary>
    internal FactDefinition SinceSchema(int schema) => new(Path, Answers, _read, _with, OpensGates) { Since = schema };
}
