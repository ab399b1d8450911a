using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// From the profile to needs: each known answer points to needs with a strength, the strongest counts. An unknown fact points to nothing.
/// </summary>
public sealed class NeedsAssessment
{
    private readonly List<string>?[] _basis = new List<string>?[Needs.Count];
    private int[] _unknownAt = [];
    private ulong _keptOpenByOne,
        _keptOpenByMore;

    private NeedsAssessment() { }

    /// <summary>How strong each need is, by <see cref="Need"/>.</summary>
    public NeedStrength[] Strengths { get; } = new NeedStrength[Needs.Count];

    /// <summary>The facts that are not known.</summary>
    public IReadOnlyList<FactDefinition> Unknown { get; private set; } = [];

    /// <summary>The paths of the facts that point to a need.</summary>
    public IReadOnlyList<string> BasisOf(Need need) => _basis[(int)need] ?? [];

    /// <summary>Whether the child is known not to have a need: nothing points to it, and nothing that could is unknown.</summary>
    internal bool IsKnownAbsent(Need need) =>
        Strengths[(int)need] == NeedStrength.None && ((_keptOpenByOne | _keptOpenByMore) >> (int)need & 1) == 0;

    /// <summary>
    /// Whether nothing points to a need, and one fact alone that is not known keeps it open that the child has it.
    /// </summary>
    internal bool IsKeptOpenByOneFact(Need need) =>
        Strengths[(int)need] == NeedStrength.None && ((_keptOpenByOne & ~_keptOpenByMore) >> (int)need & 1) != 0;

    /// <summary>Assesses the needs.</summary>
    public static NeedsAssessment Of(ChildProfile profile, CriteriaSet criteria)
    {
        var assessment = new NeedsAssessment();
        var unknown = new List<FactDefinition>(criteria.FactCount);
        var unknownAt = new List<int>(criteria.FactCount);
        for (var position = 0; position < criteria.FactCount; position++)
        {
            var fact = Facts.All[position];
            if (fact.Read(profile, criteria) is not { } answers)
            {
                unknown.Add(fact);
                unknownAt.Add(position);
                if (!fact.IsRefinement)
                    assessment.KeepOpen(criteria.NeedsPointedToBy(position));
                continue;
            }
            var meaning = criteria.MeaningAt(position);
            for (var i = 0; i < answers.Count; i++)
            {
                // A word that came later than the document says nothing there.
                if (meaning.Answers.TryGetValue(answers[i], out var answer))
                    assessment.Add(fact.Path, answer);
            }
        }
        assessment.Unknown = unknown;
        assessment._unknownAt = [.. unknownAt];
        return assessment;
    }

    /// <summary>
    /// The needs if a fact that is not known had one answer: the same as assessing the changed profile, for a fact that stands alone, but
    /// without what the needs rest on. A test holds the two together.
    /// </summary>
    /// <param name="fact">One of <see cref="Unknown"/> that <see cref="FactDefinition.StandsAlone"/>.</param>
    /// <param name="answer">What its answer means.</param>
    /// <param name="criteria">What the needs were assessed with.</param>
    internal NeedsAssessment IfAnswered(FactDefinition fact, AnswerMeaning answer, CriteriaSet criteria)
    {
        var assessment = new NeedsAssessment();
        Strengths.CopyTo(assessment.Strengths, 0);
        for (var i = 0; i < answer.Needs.Count; i++)
        {
            var (need, strength) = answer.Needs[i];
            if (strength > assessment.Strengths[(int)need])
                assessment.Strengths[(int)need] = strength;
        }
        var unknown = new List<FactDefinition>(Unknown.Count);
        var unknownAt = new List<int>(Unknown.Count);
        for (var i = 0; i < _unknownAt.Length; i++)
        {
            var other = Unknown[i];
            if (ReferenceEquals(other, fact))
                continue;
            unknown.Add(other);
            unknownAt.Add(_unknownAt[i]);
            if (!other.IsRefinement)
                assessment.KeepOpen(criteria.NeedsPointedToBy(_unknownAt[i]));
        }
        assessment.Unknown = unknown;
        assessment._unknownAt = [.. unknownAt];
        return assessment;
    }

    private void KeepOpen(ulong needs)
    {
        _keptOpenByMore |= _keptOpenByOne & needs;
        _keptOpenByOne |= needs;
    }

    private void Add(string path, AnswerMeaning meaning)
    {
        for (var i = 0; i < meaning.Needs.Count; i++)
        {
            var (need, strength) = meaning.Needs[i];
            ref var current = ref Strengths[(int)need];
            if (strength > current)
                current = strength;
            var basis = _basis[(int)need] ??= [];
            if (!basis.Contains(path))
                basis.Add(path);
        }
    }
}
