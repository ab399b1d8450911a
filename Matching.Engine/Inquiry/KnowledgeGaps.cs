using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>
/// What is not known, and whether learning it could change the first place: each unknown fact is given each of its possible answers in turn,
/// and the matcher is asked again.
/// </summary>
internal static class KnowledgeGaps
{
    private const string ChildWishes = "wishes.child", ParentsWishes = "wishes.parents", Conflicts = "conflicts";
    private const int WishesTried = 5;

    public static IReadOnlyList<KnowledgeGap> Of(CaseRanking ranking, Knowledge knowledge)
    {
        var gaps = new List<KnowledgeGap>(ranking.Needs.Unknown.Count);
        foreach (var fact in ranking.Needs.Unknown)
            gaps.Add(new KnowledgeGap(fact.Path, ChangesFirst(ranking, knowledge, fact), knowledge.Criteria.MeaningOf(fact.Path).SuggestedStep));
        return [.. gaps.OrderByDescending(gap => gap.ChangesFirst).ThenBy(gap => gap.Field, StringComparer.Ordinal)];
    }

    private static int ChangesFirst(CaseRanking ranking, Knowledge knowledge, FactDefinition fact)
    {
        var child = ranking.Screening.Case;
        var meaning = knowledge.Criteria.MeaningOf(fact.Path);
        var tried = new Dictionary<IReadOnlyList<KeyValuePair<Need, NeedStrength>>, bool>(SameNeeds.Instance);
        var settlesThatNotNeeded = SettlesThatNotNeeded(ranking, fact);
        long total = 0, changed = 0;
        foreach (var (profile, answer) in Hypotheses(ranking, fact, meaning))
        {
            total += answer.Share;
            if (OnlyNeedsFollowFrom(fact))
            {
                if (!settlesThatNotNeeded && answer.Needs.All(need => need.Value <= ranking.Needs.Strengths[(int)need.Key]))
                    continue;
                if (!tried.TryGetValue(answer.Needs, out var differs))
                    tried[answer.Needs] = differs = FirstDiffers(ranking, Matcher.Rank(profile, knowledge, child.AsOf));
                changed += differs ? answer.Share : 0;
            }
            else if (FirstDiffers(ranking, Matcher.Rank(profile, knowledge, child.AsOf)))
            {
                changed += answer.Share;
            }
        }
        return changed == 0 ? 0 : (int)Math.Max(1, (changed * 100 + total / 2) / total);
    }

    private static IEnumerable<(ChildProfile Profile, AnswerMeaning Answer)> Hypotheses(CaseRanking ranking, FactDefinition fact, FactMeaning meaning)
    {
        var profile = ranking.Screening.Case.Profile;
        foreach (var (answer, what) in meaning.Answers)
        {
            if (what.Share > 0)
                yield return (fact.With(profile, answer), what);
        }

        // A wish or a conflict concerns one place, so its answers are the places that could be affected.
        var places = ranking.Screening.Catalogue.Placements;
        if (fact.Path is ChildWishes or ParentsWishes)
        {
            var equal = new AnswerMeaning(meaning.Answers[Facts.NoneOf].Share, []);
            foreach (var place in ranking.Places.Take(WishesTried))
            {
                IReadOnlyList<Wish> wishes = [new Wish(places[place.Placement].Id, Stance.Prefer)];
                yield return (profile with
                {
                    Wishes = fact.Path == ChildWishes ? profile.Wishes with { Child = wishes } : profile.Wishes with { Parents = wishes },
                }, equal);
            }
        }
        else if (fact.Path == Conflicts && ranking.Places.Length > 0)
        {
            yield return (profile with { Conflicts = [new Conflict(places[ranking.Places[0].Placement].Id, ConflictReason.GangConflict)] }, ConflictAtFirst);
        }
    }

    // Rare, but it would exclude the place; the share of "none" stands in the criteria beside it.
    private static readonly AnswerMeaning ConflictAtFirst = new(1, []);

    private static bool OnlyNeedsFollowFrom(FactDefinition fact) =>
        !fact.OpensGates && !fact.IsDetail && fact.Path is not ("child.sex" or "child.cognitiveLevel" or ChildWishes or ParentsWishes or Conflicts)
        && !CriterionShape.All.Any(shape => shape.Basis.Contains(fact.Path));

    /// <summary>Whether the fact alone keeps it open that the child does not need what a place is built around: then even "none" says something.</summary>
    private static bool SettlesThatNotNeeded(CaseRanking ranking, FactDefinition fact) =>
        CriterionShape.SpecialisedNeeds.Any(need => ranking.Needs.Strengths[(int)need] == NeedStrength.None
            && ranking.Needs.Unknown.Where(unknown => ranking.Criteria.CanPointTo(unknown.Path, need)).ToArray() is [var only] && only == fact);

    private static bool FirstDiffers(CaseRanking one, CaseRanking other) => First(one) != First(other);

    private static int First(CaseRanking ranking) => ranking.Places.Length == 0 ? -1 : ranking.Places[0].Placement;

    private sealed class SameNeeds : IEqualityComparer<IReadOnlyList<KeyValuePair<Need, NeedStrength>>>
    {
        public static readonly SameNeeds Instance = new();

        public bool Equals(IReadOnlyList<KeyValuePair<Need, NeedStrength>>? one, IReadOnlyList<KeyValuePair<Need, NeedStrength>>? other) =>
            one is not null && other is not null && one.SequenceEqual(other);

        public int GetHashCode(IReadOnlyList<KeyValuePair<Need, NeedStrength>> needs) =>
            needs.Aggregate(17, (hash, need) => HashCode.Combine(hash, need.Key, need.Value));
    }
}
