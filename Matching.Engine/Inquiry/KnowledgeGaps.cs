using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>
/// What is not known, or only suspected, and what learning it is worth: each such fact is given each of its possible answers in turn, and
/// the matcher is asked
/// again whether another place would come first, and by how much.
/// </summary>
internal sealed class KnowledgeGaps
{
    private const string ChildWishes = "wishes.child",
        ParentsWishes = "wishes.parents",
        Conflicts = "conflicts",
        Undisclosed = "safety.undisclosedPlacement";
    private const int WishesTried = 5;
    private static readonly Change Unchanged = new(false, 0);

    // Rare, but it would exclude the place; the share of "none" stands in the criteria beside it.
    private static readonly AnswerMeaning ConflictAtFirst = new(1, []);

    private readonly CaseRanking _ranking;
    private readonly ReferenceDataSet _referenceData;
    private readonly CancellationToken _cancellation;

    /// <summary>What came of the needs that were tried already, for any fact: many answers lead to the same needs.</summary>
    private readonly Dictionary<(ulong, int, int), Change> _tried = [];

    private KnowledgeGaps(CaseRanking ranking, ReferenceDataSet referenceData, CancellationToken cancellation) =>
        (_ranking, _referenceData, _cancellation) = (ranking, referenceData, cancellation);

    /// <summary>
    /// The gaps: those that most likely change the first place first, then those with the most points at stake, then by path.
    /// </summary>
    public static IReadOnlyList<KnowledgeGap> Of(
        CaseRanking ranking,
        ReferenceDataSet referenceData,
        CancellationToken cancellation = default
    )
    {
        var asked = new KnowledgeGaps(ranking, referenceData, cancellation);
        return
        [
            .. ranking
                .Needs.Unknown.Select(asked.Unknown)
                .Concat(Suspicion.All.SelectMany(asked.Suspected))
                .OrderByDescending(gap => gap.ChangesFirst)
                .ThenByDescending(gap => gap.ExpectedGain)
                .ThenBy(gap => gap.Field, StringComparer.Ordinal)
                .ThenBy(gap => gap.Subject, StringComparer.Ordinal),
        ];
    }

    private KnowledgeGap Unknown(FactDefinition fact)
    {
        var meaning = _referenceData.Criteria.MeaningOf(fact.Path);
        var onlyNeeds = OnlyNeedsFollowFrom(fact.Path) && !fact.OpensGates && !fact.IsDetail;
        var settlesThatNotNeeded = SettlesThatNotNeeded(fact);
        var tally = new Tally();
        foreach (var (profile, answer) in Hypotheses(fact, meaning))
        {
            // A model may fall silent about a child with a fact that it never saw, so with one every answer is tried.
            var raisesNothing =
                (onlyNeeds || (ConcernsHome(fact.Path) && !IsFirstAtHome))
                && !settlesThatNotNeeded
                && _referenceData.Model is null
                && answer.Needs.All(need => need.Value <= _ranking.Needs.Strengths[(int)need.Key]);
            tally.Add(raisesNothing ? Unchanged : Try(profile, onlyNeeds, NeedsIf(fact, answer, profile)), answer.Share);
        }
        return Gap(fact.Path, null, false, tally, meaning.SuggestedStep);
    }

    private IEnumerable<KnowledgeGap> Suspected(Suspicion suspicion)
    {
        if (_referenceData.Criteria.MeaningOf(suspicion) is not { } meaning)
            yield break;
        var profile = _ranking.EligibilityAssessment.Context.Profile;
        foreach (var subject in suspicion.Find(profile))
        {
            var onlyNeeds = OnlyNeedsFollowFrom(suspicion.Path);
            var tally = new Tally();
            tally.Add(Try(suspicion.Confirmed(profile, subject), onlyNeeds), meaning.ConfirmedPercent);
            tally.Add(Try(suspicion.Refuted(profile, subject), onlyNeeds), 100 - meaning.ConfirmedPercent);
            yield return Gap(suspicion.Path, subject, true, tally, meaning.SuggestedStep);
        }
    }

    private KnowledgeGap Gap(string field, string? subject, bool isSuspected, Tally tally, string step) =>
        new(field, subject, isSuspected, tally.ChangesFirst, tally.ExpectedGain, step, _referenceData.Criteria.DaysOf(step));

    private NeedsAssessment NeedsIf(FactDefinition fact, AnswerMeaning answer, ChildProfile profile) =>
        fact.StandsAlone
            ? _ranking.Needs.IfAnswered(fact, answer, _referenceData.Criteria)
            : NeedsAssessment.Of(profile, _referenceData.Criteria);

    private Change Try(ChildProfile profile, bool onlyNeeds) =>
        Try(profile, onlyNeeds, NeedsAssessment.Of(profile, _referenceData.Criteria));

    private Change Try(ChildProfile profile, bool onlyNeeds, NeedsAssessment needs)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (!onlyNeeds)
            return ChangeTo(Matcher.FirstAgain(_ranking, profile, needs, _referenceData));
        var (strengths, absent) = KeyOf(_ranking, needs);
        var key = (strengths, absent, UnseenFacts(profile, needs));
        if (!_tried.TryGetValue(key, out var change))
            _tried[key] = change = ChangeTo(Matcher.FirstAgain(_ranking, profile, needs, _referenceData));
        return change;
    }

    /// <summary>Whether another place would come first, and how far ahead of the present one.</summary>
    private Change ChangeTo(FirstPlace other)
    {
        var (present, score) = _ranking.Places.Length == 0 ? (-1, 0) : (_ranking.Places[0].Placement, _ranking.Places[0].Score);
        if (other.Placement == present)
            return Unchanged;
        return new Change(true, present < 0 ? 0 : Math.Max(0, other.ScoreOfOther is { } again ? other.Score - again : score));
    }

    /// <summary>All of the needs that a score rests on, in numbers: how strong each is, and which are known to be absent.</summary>
    private static (ulong, int) KeyOf(CaseRanking ranking, NeedsAssessment needs)
    {
        const int bits = 4;
        var strengths = needs.Strengths.Aggregate(0UL, (key, strength) => key << bits | (uint)strength);
        var absent = ranking.Scorer.NeedsThatCountWhenAbsent.Aggregate(0, (key, need) => key << 1 | (needs.IsKnownAbsent(need) ? 1 : 0));
        return (strengths, absent);
    }

    /// <summary>What beside the needs a model's points rest on.</summary>
    private int UnseenFacts(ChildProfile profile, NeedsAssessment needs) =>
        _referenceData.Model is not { } model
            ? 0
            : OutcomeScoring.UnseenFacts(
                _ranking.EligibilityAssessment.Context.With(profile, _referenceData.Catalogue, needs.Strengths),
                needs,
                _referenceData.Catalogue,
                _referenceData.Criteria,
                model
            );

    private IEnumerable<(ChildProfile Profile, AnswerMeaning Answer)> Hypotheses(FactDefinition fact, FactMeaning meaning)
    {
        var profile = _ranking.EligibilityAssessment.Context.Profile;
        foreach (var (answer, what) in meaning.Answers)
        {
            if (what.Share > 0)
                yield return (fact.With(profile, answer), what);
        }

        // A wish or a conflict concerns one place, so its answers are the places that could be affected.
        var places = _ranking.EligibilityAssessment.Catalogue.Placements;
        if (fact.Path is ChildWishes or ParentsWishes)
        {
            var equal = new AnswerMeaning(meaning.Answers[Facts.NoneOf].Share, []);
            foreach (var place in _ranking.Places.Take(WishesTried))
            {
                IReadOnlyList<Wish> wishes = [new Wish(places[place.Placement].Id, Stance.Prefer)];
                yield return (
                    profile with
                    {
                        Wishes =
                            fact.Path == ChildWishes ? profile.Wishes with { Child = wishes } : profile.Wishes with { Parents = wishes },
                    },
                    equal
                );
            }
        }
        else if (fact.Path == Conflicts && _ranking.Places.Length > 0)
        {
            yield return (
                profile with
                {
                    Conflicts = [new Conflict(places[_ranking.Places[0].Placement].Id, ConflictReason.GangConflict)],
                },
                ConflictAtFirst
            );
        }
    }

    private bool OnlyNeedsFollowFrom(string path) =>
        path is not ("child.sex" or "child.cognitiveLevel" or ChildWishes or ParentsWishes or Conflicts)
        && !_ranking.Scorer.LooksAt(path)
        && path != Undisclosed;

    /// <summary>
    /// What is known of the home speaks against a life there and never for any place: while no home comes first, an answer that raises no
    /// need moves nothing. One that does is tried whole, for the need may speak for the home, and the answer against it.
    /// </summary>
    private static bool ConcernsHome(string path) => path is Undisclosed or "home.cooperation" || RefiningFacts.HarmAtHome.Contains(path);

    private bool IsFirstAtHome =>
        _ranking.Places is [var first, ..] && ((Level)_ranking.EligibilityAssessment.Catalogue.Index.Level[first.Placement]).IsHomeBased();

    /// <summary>
    /// Whether the fact alone keeps it open that the child does not have a need whose absence counts: then even "none" says something.
    /// </summary>
    private bool SettlesThatNotNeeded(FactDefinition fact) =>
        !fact.IsRefinement
        && _ranking.Scorer.NeedsThatCountWhenAbsent.Any(need =>
            _ranking.Needs.IsKeptOpenByOneFact(need) && _ranking.Criteria.CanPointTo(fact.Path, need)
        );

    /// <param name="FirstDiffers">Another place comes first.</param>
    /// <param name="Gain">Points, hundredths, that it is ahead by.</param>
    private readonly record struct Change(bool FirstDiffers, int Gain);

    /// <summary>Adds up what came of each answer, weighed with how common it is.</summary>
    private sealed class Tally
    {
        private long _total,
            _changed,
            _gain;

        public int ChangesFirst => _changed == 0 ? 0 : (int)Math.Max(1, (_changed * 100 + _total / 2) / _total);

        public int ExpectedGain => _total == 0 ? 0 : (int)((_gain + _total / 2) / _total);

        public void Add(Change change, int share)
        {
            _total += share;
            _changed += change.FirstDiffers ? share : 0;
            _gain += (long)change.Gain * share;
        }
    }
}
