using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Ranking;

/// <summary>
/// An answer an unknown fact could have: how often, which needs it would raise, and which other criteria it would change.
/// </summary>
/// <param name="CumulativeShare">Shares of this and all options before it.</param>
/// <param name="Needs">The needs as they would be.</param>
/// <param name="Columns">Criteria other than needs that it changes: position, and percent by place in ranking order.</param>
internal sealed record OpenOption(int CumulativeShare, NeedStrength[] Needs, IReadOnlyList<(int Criterion, int[] Percent)> Columns);

/// <summary>An unknown fact with its possible answers.</summary>
internal sealed record OpenQuestion(int Number, int TotalShare, OpenOption[] Options)
{
    /// <summary>The facts of a ranking that are not known and can be drawn.</summary>
    public static List<OpenQuestion> Of(CaseRanking ranking)
    {
        var questions = new List<OpenQuestion>();
        foreach (var fact in ranking.Needs.Unknown.Where(fact => !fact.OpensGates && !fact.IsRefinement))
        {
            var meaning = ranking.Criteria.MeaningOf(fact.Path);
            var options = new List<OpenOption>();
            var total = 0;
            foreach (
                var (answer, what) in meaning.Answers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => pair.Value.Share > 0)
            )
            {
                total += what.Share;
                options.Add(Option(ranking, fact, answer, total));
            }
            if (options.Count > 1)
                questions.Add(new OpenQuestion(Position(fact), total, [.. options]));
        }
        return questions;
    }

    /// <summary>The option that a draw picks.</summary>
    public OpenOption Pick(WeightDraws draws, int draw)
    {
        var share = draws.ShareOf(Number, draw, TotalShare);
        foreach (var option in Options)
        {
            if (share < option.CumulativeShare)
                return option;
        }
        return Options[^1];
    }

    private static int Position(FactDefinition fact)
    {
        for (var i = 0; i < Facts.All.Count; i++)
        {
            if (ReferenceEquals(Facts.All[i], fact))
                return i;
        }
        throw new ArgumentException("is not a fact of the profile", nameof(fact));
    }

    private static OpenOption Option(CaseRanking ranking, FactDefinition fact, string answer, int cumulative)
    {
        var profile = fact.With(ranking.EligibilityAssessment.Context.Profile, answer);
        var needs = !fact.IsDetail
            ? Raised(ranking.Needs.Strengths, ranking.Criteria.MeaningOf(fact.Path).Answers[answer])
            : NeedsAssessment.Of(profile, ranking.Criteria).Strengths;
        return new OpenOption(cumulative, needs, ChangedColumns(ranking, fact, profile));
    }

    private static NeedStrength[] Raised(NeedStrength[] needs, AnswerMeaning meaning)
    {
        if (meaning.Needs.Count == 0)
            return needs;
        var raised = (NeedStrength[])needs.Clone();
        foreach (var (need, strength) in meaning.Needs)
        {
            if (strength > raised[(int)need])
                raised[(int)need] = strength;
        }
        return raised;
    }

    private static List<(int, int[])> ChangedColumns(CaseRanking ranking, FactDefinition fact, ChildProfile profile)
    {
        var changed = new List<(int, int[])>();
        if (!ranking.Scorer.LooksAt(fact.Path))
            return changed;
        var scorer = Scorer.For(
            ranking.EligibilityAssessment.Context.With(profile, ranking.EligibilityAssessment.Catalogue, ranking.Needs.Strengths),
            ranking.Needs,
            ranking.EligibilityAssessment.Catalogue,
            ranking.Criteria
        );
        foreach (var criterion in scorer.Active.Where(criterion => CriterionShape.All[criterion.Index].Basis.Contains(fact.Path)))
        {
            var percent = new int[ranking.Places.Length];
            for (var place = 0; place < percent.Length; place++)
                percent[place] = criterion.PercentByColumn[criterion.Column[ranking.Places[place].Placement]];
            changed.Add((criterion.Index, percent));
        }
        return changed;
    }
}
