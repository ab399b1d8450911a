using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// From the profile to needs: each known answer points to needs with a strength, the strongest counts. An unknown fact points to nothing.
/// </summary>
public sealed class NeedsAssessment
{
    private readonly List<string>?[] _basis = new List<string>?[Needs.Count];

    private NeedsAssessment() { }

    /// <summary>How strong each need is, by <see cref="Need"/>.</summary>
    public NeedStrength[] Strengths { get; } = new NeedStrength[Needs.Count];

    /// <summary>The facts that are not known.</summary>
    public IReadOnlyList<FactDefinition> Unknown { get; private set; } = [];

    /// <summary>The paths of the facts that point to a need.</summary>
    public IReadOnlyList<string> BasisOf(Need need) => _basis[(int)need] ?? [];

    /// <summary>Whether the child is known not to have a need: nothing points to it, and nothing that could is unknown.</summary>
    internal bool IsKnownAbsent(Need need, CriteriaSet criteria)
    {
        if (Strengths[(int)need] != NeedStrength.None)
            return false;
        foreach (var fact in Unknown)
        {
            if (!fact.IsRefinement && criteria.CanPointTo(fact.Path, need))
                return false;
        }
        return true;
    }

    /// <summary>Assesses the needs.</summary>
    public static NeedsAssessment Of(ChildProfile profile, CriteriaSet criteria)
    {
        var assessment = new NeedsAssessment();
        var unknown = new List<FactDefinition>();
        for (var position = 0; position < criteria.FactCount; position++)
        {
            var fact = Facts.All[position];
            if (fact.Read(profile, criteria) is not { } answers)
            {
                unknown.Add(fact);
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
        return assessment;
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
