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
        var tried = new Dictionary<(ulong, int), bool>();
        foreach (var fact in ranking.Needs.Unknown)
            gaps.Add(new KnowledgeGap(fact.Path, ChangesFirst(ranking, knowledge, fact, tried), knowledge.Criteria.MeaningOf(fact.Path).SuggestedStep));
        return [.. gaps.OrderByDescending(gap => gap.ChangesFirst).ThenBy(gap => gap.Field, StringComparer.Ordinal)];
    }

    /// <summary>How likely the answer to a fact changes the first place, in hundredths.</summary>
    /// <param name="tried">What came of the needs that were tried already, for whatever fact: many answers lead to the same needs.</param>
    private static int ChangesFirst(CaseRanking ranking, Knowledge knowledge, FactDefinition fact, Dictionary<(ulong, int), bool> tried)
    {
        var meaning = knowledge.Criteria.MeaningOf(fact.Path);
        var onlyNeeds = OnlyNeedsFollowFrom(ranking, fact);
        var settlesThatNotNeeded = SettlesThatNotNeeded(ranking, fact);
        long total = 0, changed = 0;
        foreach (var (profile, answer) in Hypotheses(ranking, fact, meaning))
        {
            total += answer.Share;
            if (onlyNeeds && !settlesThatNotNeeded && answer.Needs.All(need => need.Value <= ranking.Needs.Strengths[(int)need.Key]))
                continue;
            var needs = NeedsAssessment.Of(profile, knowledge.Criteria);
            var key = KeyOf(ranking, needs);
            if (!onlyNeeds || !tried.TryGetValue(key, out var differs))
                differs = FirstDiffers(ranking, Matcher.RankAgain(ranking, profile, needs, knowledge));
            if (onlyNeeds)
                tried[key] = differs;
            changed += differs ? answer.Share : 0;
        }
        return changed == 0 ? 0 : (int)Math.Max(1, (changed * 100 + total / 2) / total);
    }

    /// <summary>All of the needs that a score rests on, in numbers: how strong each is, and which are known to be absent.</summary>
    private static (ulong, int) KeyOf(CaseRanking ranking, NeedsAssessment needs)
    {
        const int bits = 4;
        var strengths = needs.Strengths.Aggregate(0UL, (key, strength) => key << bits | (uint)strength);
        var absent = ranking.Scorer.NeedsThatCountWhenAbsent.Aggregate(0, (key, need) => key << 1 | (needs.IsKnownAbsent(need, ranking.Criteria) ? 1 : 0));
        return (strengths, absent);
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

    private static bool OnlyNeedsFollowFrom(CaseRanking ranking, FactDefinition fact) =>
        !fact.OpensGates && !fact.IsDetail && fact.Path is not ("child.sex" or "child.cognitiveLevel" or ChildWishes or ParentsWishes or Conflicts)
        && !ranking.Scorer.LooksAt(fact);

    /// <summary>Whether the fact alone keeps it open that the child does not have a need whose absence counts: then even "none" says something.</summary>
    private static bool SettlesThatNotNeeded(CaseRanking ranking, FactDefinition fact) =>
        ranking.Scorer.NeedsThatCountWhenAbsent.Any(need => ranking.Needs.Strengths[(int)need] == NeedStrength.None
            && ranking.Needs.Unknown.Where(unknown => ranking.Criteria.CanPointTo(unknown.Path, need)).ToArray() is [var only] && only == fact);

    private static bool FirstDiffers(CaseRanking one, CaseRanking other) => First(one) != First(other);

    private static int First(CaseRanking ranking) => ranking.Places.Length == 0 ? -1 : ranking.Places[0].Placement;
}
