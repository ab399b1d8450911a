using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Localization.Letters;

/// <summary>What a letter to anyone rests on: the answer and what it was made with. No wish and no diagnosis.</summary>
internal sealed class LetterBasis
{
    private readonly IReadOnlyList<RightRule> _rights;

    public LetterBasis(LetterCase about)
    {
        (Answer, ReferenceDataSet, _rights) = (about.Answer, about.ReferenceDataSet, about.Rights);
        Proposed = about.PlacementId is { } id
            ? Answer.Placements.First(placement => placement.PlacementId == id && placement.Rank is not null)
            : Answer.Placements.FirstOrDefault(placement => placement.Rank == 1);
        Place = Proposed is null ? null : PlaceOf(Proposed.PlacementId);
        Decision = Place is null ? null : Answer.Decisions.FirstOrDefault(decision => decision.Level == Place.Level);
        AgeYears = AgeOf(about.Profile, Answer.AsOf, ReferenceDataSet);
    }

    /// <summary>The child's age on a day, whole years.</summary>
    public static int AgeOf(ChildProfile profile, DateOnly day, ReferenceDataSet referenceData) =>
        profile.AgeYears ?? Age.On(day, profile.BirthDate!.Value, referenceData.Rules.InForce(day).Birthdays[0].LeapDay);

    public Answer Answer { get; }

    public ReferenceDataSet ReferenceDataSet { get; }

    /// <summary>The proposed place as it was answered; null when none is possible.</summary>
    public AnsweredPlacement? Proposed { get; }

    /// <summary>The proposed place as it stands in the catalogue.</summary>
    public Placement? Place { get; }

    /// <summary>What the law asks of a decision for it; null in answers of before that was reported.</summary>
    public LevelDecision? Decision { get; }

    /// <summary>The child's age on the day of the ranking.</summary>
    public int AgeYears { get; }

    /// <summary>Whether the child lives at the proposed place already.</summary>
    public bool IsThereAlready =>
        Proposed?.Contributions.Any(part => part is { Criterion: CriterionShape.CurrentPlacement, Feature: "current-place" }) == true;

    /// <summary>
    /// Whether something has to be in place first that is not reported elsewhere in the letter. Conflicts are never hinted at.
    /// </summary>
    public bool AsksForMore =>
        Proposed?.Conditions.Any(condition =>
            condition.Code is not ("ground-not-assessed" or "decision-must-be-confirmed")
            && !Terms<Step>.TryParse(condition.Code, out _)
            && !ConcernsSafety(condition)
        ) == true;

    /// <summary>Whether a locked place is proposed on which no ground has been given.</summary>
    public bool LacksGround => Decision is { Ground: null } decision && decision.Level.IsLocked();

    /// <summary>Whether a locked place is proposed for the child's own sake, and not because a court has judged.</summary>
    public bool LocksOutOfWorry =>
        Decision
            is { DecidedBy: not Decider.Court, Ground: not (Ground.RemandSurrogate or Ground.Sentence or Ground.YouthSanction) } decision
        && decision.Level.IsLocked();

    /// <summary>Whether a consent that the decision rests on is stated to have been given.</summary>
    public bool IsGiven(Step consent) =>
        Decision is { Ground: null } decision
        && !decision.MissingSteps.Contains(consent)
        && ReferenceDataSet
            .Rules.InForce(Answer.AsOf)
            .Steps.Any(rule =>
                rule.Step == consent
                && rule.Consent
                && rule.When is null
                && AgeYears >= rule.MinimumAge
                && AgeYears <= rule.MaximumAge
                && rule.Levels.Contains(decision.Level)
                && rule.Deciders.Contains(decision.DecidedBy)
            );

    /// <summary>The needs that the proposed place is known to meet.</summary>
    public IEnumerable<Need> NeedsMet =>
        Proposed is null
            ? []
            : Proposed
                .Contributions.Where(part => part.Feature is not ("none" or "unknown"))
                .Select(part => Terms<Need>.TryParse(part.Criterion, out var need) ? need : (Need?)null)
                .OfType<Need>()
                .Except(Proposed.UnmetNeeds)
                .Order();

    /// <summary>The rights someone has in this case. While nothing says who decides, those of a case before the administration.</summary>
    public IReadOnlyList<RightRule> RightsOf(RightHolder holder)
    {
        var (level, decider) = (Place?.Level ?? Level.OpenResidential, Decision?.DecidedBy ?? Decider.Administration);
        return
        [
            .. _rights
                .Where(rule =>
                    rule.Holder == holder && AgeYears >= rule.MinimumAge && rule.Levels.Contains(level) && rule.Deciders.Contains(decider)
                )
                .OrderBy(rule => rule.Right),
        ];
    }

    /// <summary>A place of the catalogue.</summary>
    public Placement PlaceOf(string id)
    {
        ReferenceDataSet.Catalogue.TryFind(id, out var index);
        return ReferenceDataSet.Catalogue.Placements[index];
    }

    /// <summary>
    /// Where the law on a decision is found: the ground it rests on, or the competence to decide; null where the rules say of neither.
    /// </summary>
    public string? SourceOf(LevelDecision decision)
    {
        var rules = ReferenceDataSet.Rules.InForce(Answer.AsOf);
        return decision.Ground is { } ground
            ? rules.Grounds.FirstOrDefault(rule => rule.Ground == ground)?.Authority.Source
            : rules.Competences.FirstOrDefault(rule => rule.Levels.Contains(decision.Level))?.Authority.Source;
    }

    /// <summary>The level of a place; null where the catalogue has none by the id.</summary>
    public Level? LevelOf(string id) =>
        ReferenceDataSet.Catalogue.TryFind(id, out var index) ? ReferenceDataSet.Catalogue.Placements[index].Level : null;

    /// <summary>Whether a condition is about conflicts or about other children; letters say of those as a matter of safety alone.</summary>
    public static bool ConcernsSafety(Condition condition) =>
        condition.Code.StartsWith("conflict-", StringComparison.Ordinal) || condition.Code.StartsWith("peer-", StringComparison.Ordinal);
}
