using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>Law and time: what a decision at each level requires, from the dated rules of the day.</summary>
internal static class DecisionTerms
{
    private const string NotVerified = "not-verified",
        Disagree = "sources-disagree",
        NoLimit = "no-limit-known",
        TurnsEighteen = "turns-eighteen",
        FollowUp = "follow-up",
        NotReviewed = "not-reviewed",
        Rules = "data/rules";

    /// <summary>The decision at every level of a list of levels, in order of the ladder.</summary>
    public static IReadOnlyList<LevelDecision> Of(EligibilityContext child, IEnumerable<Level> levels) =>
        [.. levels.Distinct().Order().Select(level => Of(child, level))];

    private static LevelDecision Of(EligibilityContext child, Level level)
    {
        var (law, rules) = (child.Law.At(level), child.Rules);
        var caveats = new List<LegalCaveat>();
        var missing = Steps(law.MissingConsents.Concat(law.MissingForMove).Concat(law.MissingSteps), caveats);
        var later = rules
            .Steps.Where(rule =>
                rule.Phase == StepPhase.After && child.Law.IsAskedFor(rule, level, law.Decider) && !child.Law.IsTaken(rule)
            )
            .Select(rule => rule.Step)
            .Concat(law.Alongside)
            .Distinct()
            .Order()
            .ToList();
        AddGround(child, level, law, caveats);
        var duration = Duration(child, level, law, caveats);
        var confirmation = rules.Confirmations.FirstOrDefault(rule => rule.Decider == law.Decider);
        if (law.Confirmation is null)
            confirmation = null;
        Note(caveats, "confirmation", confirmation?.Authority);
        var limits = rules.Limits.Where(limit => limit.Levels.Contains(level)).ToList();
        foreach (var limit in limits)
            Note(caveats, "limits", limit.Authority);
        var latest = Earlier(MonthsAfter(child.AsOf, duration?.Months), MonthsAfter(child.AsOf, confirmation?.ValidMonths));
        var followUp = rules.Limits.FirstOrDefault(limit => limit.Code == FollowUp)?.Value;
        var review = DaysAfter(child.AsOf, followUp);
        var appeal = AppealOf(child, level, law.Decider, caveats);
        var longest = MonthsAfter(child.AsOf, duration?.LongestMonths);
        if (MayComeOfAgeBy(child, longest ?? latest ?? review))
        {
            caveats.Add(new LegalCaveat(TurnsEighteen, "end", rules.Majorities[0].Authority.Source));
            Note(caveats, "end", rules.Majorities[0].Authority);
        }
        if (rules.AwaitsLawyer)
            caveats.Add(new LegalCaveat(NotReviewed, "law", Rules));
        return new LevelDecision(
            level,
            law.Decider,
            law.OpenedBy,
            missing,
            later,
            appeal,
            latest,
            longest,
            duration?.PausedByAbsence == true,
            child.Care is not null ? ReviewOfStay(child, level, followUp)
                : latest < review ? latest
                : review,
            DaysAfter(child.AsOf, confirmation?.WithinDays),
            [
                .. limits.Select(limit => new LimitInForce(
                    limit.Code,
                    limit.Value,
                    limit.Unit,
                    limit.Authority.Source,
                    limit.Authority.Verified
                )),
            ],
            [.. caveats.Distinct()]
        )
        {
            ReviewWithinDays = child.Care is null ? null : followUp,
            LatestMonths = child.Care is null ? null : duration?.Months,
            LongestMonths = child.Care is null ? null : duration?.LongestMonths,
            ConfirmWithinDays = child.Care is null ? null : confirmation?.WithinDays,
            StepsAreTaken =
                missing.Count == 0
                && law.Alongside.Count == 0
                && rules.Steps.Any(rule =>
                    rule.Phase == StepPhase.Before && !rule.Consent && child.Law.IsAskedFor(rule, level, law.Decider)
                ),
        };
    }

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other : one;

    /// <summary>
    /// The next follow-up of the stay that goes on at the level: counted from its start, never from the ranking; null where no stay goes on
    /// there or its start is not known.
    /// </summary>
    private static DateOnly? ReviewOfStay(EligibilityContext child, Level level, int? days)
    {
        if (days is not { } every || child.Profile.Placements is not { } placements)
            return null;
        foreach (var stay in placements)
        {
            if (
                stay is { Ending: PlacementEnding.Ongoing, To: null, From: { } from }
                && Terms<HistoryLevel>.Text(stay.Level) == Terms<Level>.Text(level)
                && from <= child.AsOf
            )
                return DaysAfter(from, Math.Max(1, (child.AsOf.DayNumber - from.DayNumber + every - 1) / every) * every);
        }
        return null;
    }

    /// <summary>
    /// So many months later, on the last day of the month where it has no such day; null where there is nothing to add, or the calendar
    /// ends before.
    /// </summary>
    private static DateOnly? MonthsAfter(DateOnly day, int? months) =>
        months is not { } later || (DateOnly.MaxValue.Year - day.Year) * 12 + DateOnly.MaxValue.Month - day.Month < later
            ? null
            : day.AddMonths(later);

    private static DateOnly? DaysAfter(DateOnly day, int? days) =>
        days is not { } later || DateOnly.MaxValue.DayNumber - day.DayNumber < later ? null : day.AddDays(later);

    /// <summary>
    /// Whether the child comes of age by a day, or could: whose birthday is not known may have been born on the first day that gives the
    /// age stated.
    /// </summary>
    private static bool MayComeOfAgeBy(EligibilityContext child, DateOnly? day) =>
        day is { } end
        && Age.On(end, child.Profile.BirthDate ?? child.AsOf.AddYears(-(child.AgeYears + 1)).AddDays(1), child.Rules.Birthdays[0].LeapDay)
            >= child.Rules.Majorities[0].Age;

    private static List<Step> Steps(IEnumerable<Condition> missing, List<LegalCaveat> caveats)
    {
        var steps = new List<Step>();
        foreach (var condition in missing)
        {
            steps.Add(Terms<Step>.Parse(condition.Code));
            if (!condition.Verified)
                caveats.Add(new LegalCaveat(NotVerified, "steps", condition.Source));
        }
        steps.Sort();
        return steps;
    }

    private static void AddGround(EligibilityContext child, Level level, LevelLaw law, List<LegalCaveat> caveats)
    {
        if (law.OpenedBy is not { } ground)
        {
            if (law.GroundFinding is { Verified: false } finding)
                caveats.Add(new LegalCaveat(NotVerified, "ground", finding.Source));
            Note(
                caveats,
                "ground",
                child.Rules.Competences.FirstOrDefault(rule => rule.Decider == law.Decider && rule.Levels.Contains(level))?.Authority
            );
            return;
        }
        Note(caveats, "ground", child.Rules.Grounds.First(rule => rule.Ground == ground).Authority);
        Note(caveats, "age", child.Rules.Deciders.First(rule => rule.Ground == ground && rule.Decider == law.Decider).Authority);
    }

    private static DurationRule? Duration(EligibilityContext child, Level level, LevelLaw law, List<LegalCaveat> caveats)
    {
        if (law.OpenedBy is not { } ground)
            return null;
        var duration = child.Rules.Durations.FirstOrDefault(rule =>
            rule.Ground == ground && rule.Levels.Contains(level) && rule.Ages.Holds(child.AgeYears)
        );
        if (duration is not null)
            Note(caveats, "end", duration.Authority);
        else if (level.IsLocked())
            caveats.Add(new LegalCaveat(NoLimit, "end", child.Rules.Grounds.First(rule => rule.Ground == ground).Authority.Source));
        return duration;
    }

    private static Appeal? AppealOf(EligibilityContext child, Level level, Decider decider, List<LegalCaveat> caveats)
    {
        var rule = child.Rules.Appeals.FirstOrDefault(rule => rule.Deciders.Contains(decider) && rule.Levels.Contains(level));
        if (rule is null || Parties(rule, child.AgeYears) is not { Count: > 0 } parties)
            return null;
        Note(caveats, "appeal", rule.Authority);
        return new Appeal(rule.Body, parties, rule.WithinDays, rule.Suspends, rule.Authority.Source, rule.Authority.Verified);
    }

    private static List<AppealParty> Parties(AppealRule rule, int ageYears)
    {
        var parties = new List<AppealParty>();
        if (rule.CustodyHolder)
            parties.Add(AppealParty.CustodyHolder);
        if (ageYears >= rule.ChildFromAge)
            parties.Add(AppealParty.Child);
        return parties;
    }

    /// <summary>Says so when a rule is not checked, or its sources disagree.</summary>
    private static void Note(List<LegalCaveat> caveats, string about, Authority? authority)
    {
        if (authority is { Disputed: true })
            caveats.Add(new LegalCaveat(Disagree, about, authority.Source));
        else if (authority is { Verified: false })
            caveats.Add(new LegalCaveat(NotVerified, about, authority.Source));
    }
}
