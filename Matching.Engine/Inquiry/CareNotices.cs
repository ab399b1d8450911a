using System.Globalization;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>What a careful visitator says besides: health, safety, who must know and who must not, birthdays, what cannot be.</summary>
internal static class CareNotices
{
    /// <summary>The notice that names diagnoses by their codes, which stands in no letter.</summary>
    public const string DiagnosesWithoutWeight = "diagnoses-without-weight";

    private const int FirstPlaces = 3;

    /// <summary>Health that cannot wait, each with whom to call.</summary>
    public static IEnumerable<Notice> OfHealth(EligibilityContext child)
    {
        if (child.Care is not { } care)
            yield break;
        var (profile, asOf) = (child.Profile, child.AsOf);
        if (AcuteHealth.HasWithdrawalRisk(profile))
            yield return Notice.Of("withdrawal-risk");
        if (AcuteHealth.HasEatingDisorderRisk(profile, asOf, care.DischargeDays))
            yield return Notice.Of("eating-disorder-risk");
        if (AcuteHealth.IsPregnantAndUses(profile, asOf))
            yield return Notice.Of("pregnancy-and-substances");
        if (AcuteHealth.IsDischargedLately(profile, asOf, care.DischargeDays))
            yield return Notice.Of("recent-psychiatric-discharge", ("days", Number(care.DischargeDays)));
    }

    /// <summary>Whether health cannot wait.</summary>
    public static bool IsAcute(EligibilityContext child) =>
        child.Care is { } care
        && (
            AcuteHealth.HasWithdrawalRisk(child.Profile)
            || AcuteHealth.HasEatingDisorderRisk(child.Profile, child.AsOf, care.DischargeDays)
            || AcuteHealth.IsPregnantAndUses(child.Profile, child.AsOf)
        );

    /// <summary>The home, the others' safety and confidences.</summary>
    public static IEnumerable<Notice> OfSafety(CaseRanking ranking, LessIntrusive? lessIntrusive)
    {
        var child = ranking.EligibilityAssessment.Context;
        if (child.Care is null)
            yield break;
        var profile = child.Profile;
        var homeIsLess = lessIntrusive?.Alternatives.Any(alternative => alternative.Level.IsHomeBased()) == true;
        if (profile.Home?.Harm == Concern.Established)
            yield return Notice.Of("harm-at-home");
        else if (homeIsLess && child.Law.ValidGrounds.Contains(Ground.CompulsoryPlacement))
            yield return Notice.Of("decided-against-home");
        if (profile.Home?.Harm == Concern.Suspected)
            yield return Notice.Of("home-safety-unclear");
        if (YoungerChildren.RiskOf(profile) == Concern.Established)
            yield return Notice.Of("tell-the-place");
        if (Confidentiality.HidesPlace(profile))
            yield return Notice.Of("place-not-to-be-named");
        if (
            profile.Safety is { HonourRelated: true } or { Threatened: true } or { Trafficking: Concern.Suspected or Concern.Established }
            || profile.SellingSex is Concern.Suspected or Concern.Established
        )
            yield return Notice.Of("safety-plan-needed", ("what", SafetyOf(profile)));
        if (profile.Home?.Custody == Custody.Representative)
            yield return Notice.Of("custody-representative");
        if (profile.Home?.Cooperation == Cooperation.None && profile.Legal.Grounds is { Count: 0 })
            yield return Notice.Of("consent-unlikely");
    }

    private static string SafetyOf(ChildProfile profile)
    {
        var what = new List<string>(4);
        if (profile.Safety?.HonourRelated == true)
            what.Add("safety.honour-related");
        if (profile.Safety?.Threatened == true)
            what.Add("safety.threatened");
        if (profile.Safety?.Trafficking is Concern.Suspected or Concern.Established)
            what.Add("safety.trafficking");
        if (profile.SellingSex is Concern.Suspected or Concern.Established)
            what.Add("safety.selling-sex");
        return string.Join(Notice.Listed, what);
    }

    /// <summary>Birthdays that are near, the way on at seventeen, a health check that is due, and what cannot both hold.</summary>
    public static IEnumerable<Notice> OfTime(CaseRanking ranking)
    {
        var child = ranking.EligibilityAssessment.Context;
        if (child.Care is not { } care)
            yield break;
        foreach (var contradiction in Contradictions.Of(child, ranking.EligibilityAssessment.Catalogue))
            yield return Notice.Of("facts-contradict", ("what", $"contradiction.{contradiction}"));
        foreach (var (age, days) in Birthdays.Near(child, care))
            yield return Notice.Of("birthday-near", ("age", Number(age)), ("days", Number(days)), ("what", $"birthday.{Number(age)}"));
        if (child.AgeYears == Age.Oldest)
            yield return Notice.Of("seventeen-way-on");
        if (child.Profile.LastHealthCheck is { } check && child.AsOf.DayNumber - check.DayNumber > care.HealthCheckDays)
            yield return Notice.Of("health-check-due", ("days", Number(care.HealthCheckDays)));
    }

    /// <summary>Why a child moves from where it thrives, or why the first place is one where stays have broken down.</summary>
    public static IEnumerable<Notice> OfStability(CaseRanking ranking)
    {
        var child = ranking.EligibilityAssessment.Context;
        if (child.Care is null || ranking.Places is not [var first, ..])
            yield break;
        var catalogue = ranking.EligibilityAssessment.Catalogue;
        var place = catalogue.Placements[first.Placement];
        var profile = child.Profile;
        var current = CurrentPlacement.Of(profile) is { } known && catalogue.TryFind(known.Id, out var index) ? index : -1;
        var wishesToStay =
            current >= 0
            && Wishes(profile.Wishes.Child).Concat(Wishes(profile.Wishes.Parents)).Any(id => id == catalogue.Placements[current].Id);
        if (current == first.Placement)
        {
            if (profile.Thriving == true)
                yield return Notice.Of("stays-where-it-thrives", ("first", place.Name));
        }
        else if (current >= 0 && (profile.Thriving == true || wishesToStay))
        {
            yield return Notice.Of(
                "move-needs-reason",
                ("first", place.Name),
                ("current", catalogue.Placements[current].Name),
                ("reason", ReasonToMove(ranking, current)),
                ("thrives", profile.Thriving == true ? "stay.thrives" : "stay.wished")
            );
        }
        else if (current < 0 && profile.Thriving == true && !IsWhereItLives(profile, place.Level))
        {
            yield return Notice.Of("move-though-thriving", ("first", place.Name));
        }
        var breakdowns = History.BreakdownsAt(profile, place.Id);
        if (breakdowns > 1)
            yield return Notice.Of(
                "first-broke-down-before",
                ("first", place.Name),
                ("count", Number(breakdowns)),
                ("reason", StrongestReason(ranking, first))
            );
    }

    /// <summary>Help for a time only, where a strong need stays open at one of the first places.</summary>
    public static IEnumerable<Notice> OfBridges(CaseRanking ranking, ServiceCoverSearch menu)
    {
        var catalogue = ranking.EligibilityAssessment.Catalogue;
        for (var rank = 0; rank < Math.Min(ranking.Places.Length, FirstPlaces); rank++)
        {
            var place = ranking.Places[rank].Placement;
            if (menu.BridgedAt(catalogue.Placements[place].Level, menu.OpenAt(place)) is var bridged and not 0)
            {
                yield return Notice.Of(
                    "bridge-only",
                    ("placement", catalogue.Placements[place].Name),
                    ("needs", string.Join(Notice.Listed, ServiceCoverSearch.Named(bridged).Select(Terms<Need>.Key)))
                );
                yield break;
            }
        }
    }

    /// <summary>Whom to call first tonight.</summary>
    public static IEnumerable<Notice> OfTonight(CaseRanking ranking, IReadOnlyDictionary<string, Availability> availability)
    {
        if (!AcutePlaces.AreSought(ranking.EligibilityAssessment.Context))
            yield break;
        var catalogue = ranking.EligibilityAssessment.Catalogue;
        string? toAsk = null;
        foreach (var place in ranking.Places)
        {
            var can = AcutePlaces.CanReceive(ranking, place.Placement, availability);
            if (can == true)
            {
                yield return Notice.Of("can-receive-today", ("placement", catalogue.Placements[place.Placement].Name));
                yield break;
            }
            if (can is null)
                toAsk ??= catalogue.Placements[place.Placement].Name;
        }
        yield return toAsk is null ? Notice.Of("nobody-can-receive-today") : Notice.Of("ask-who-can-receive-today", ("placement", toAsk));
    }

    /// <summary>
    /// Free beds that were reported so long ago that they may be taken, or since when stays began or ended: of the first place, and of the
    /// first that has one.
    /// </summary>
    public static IEnumerable<Notice> OfFreeBeds(CaseRanking ranking, IReadOnlyDictionary<string, Availability> availability)
    {
        var child = ranking.EligibilityAssessment.Context;
        if (child.Care is not { } care || ranking.Places.Length == 0)
            yield break;
        var ranked = Array.ConvertAll(ranking.Places, place => ranking.EligibilityAssessment.Catalogue.Placements[place.Placement]);
        Placement?[] shown = [ranked[0], Array.Find(ranked, place => CaseInquiry.IsFree(availability, place.Id))];
        foreach (var place in shown.OfType<Placement>().Distinct())
        {
            if (
                availability.TryGetValue(place.Id, out var known)
                && known.FreePlaces > 0
                && child.AsOf.DayNumber - known.AsOf.DayNumber > care.FreshDays
            )
                yield return Notice.Of("free-beds-old", ("placement", place.Name), ("days", Number(care.FreshDays)));
            if (known?.Since is { } since)
                yield return Notice.Of(
                    "stays-since-report",
                    ("placement", place.Name),
                    ("free", Number(known.FreePlaces)),
                    ("begun", Number(since.Begun)),
                    ("ended", Number(since.Ended))
                );
        }
    }

    /// <summary>Diagnoses that point to no need: nobody is to think that they were weighed.</summary>
    public static IEnumerable<Notice> OfDiagnoses(CaseRanking ranking)
    {
        var child = ranking.EligibilityAssessment.Context;
        if (child.Care is null)
            yield break;
        var meaning = ranking.Criteria.MeaningOf("child.diagnoses");
        var codes = (child.Profile.Diagnoses ?? [])
            .Where(diagnosis =>
                meaning.Answers.TryGetValue(ranking.Criteria.GroupOf(diagnosis.Code).AnswerFor(diagnosis.Status), out var answer)
                && answer.Needs.Count == 0
            )
            .Select(diagnosis => diagnosis.Code)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (codes.Count > 0)
            yield return Notice.Of(DiagnosesWithoutWeight, ("codes", string.Join(", ", codes)));
    }

    /// <summary>How much of what was compared does not exist.</summary>
    public static IEnumerable<Notice> OfComparison(CaseRanking ranking)
    {
        if (ranking.EligibilityAssessment.Context.Care is null || ranking.Places.Length < 2)
            yield break;
        var index = ranking.EligibilityAssessment.Catalogue.Index;
        var illustrative = ranking.Places.Count(place => index.Illustrative[place.Placement]);
        if (IsAheadOfInventedOnly(ranking))
            yield return Notice.Of(
                "ahead-of-illustrative-only",
                ("first", ranking.EligibilityAssessment.Catalogue.Placements[ranking.Places[0].Placement].Name)
            );
        else if (illustrative > 0)
            yield return Notice.Of(
                "illustrative-compared",
                ("illustrative", Number(illustrative)),
                ("compared", Number(ranking.Places.Length))
            );
    }

    /// <summary>Whether every place that the first is compared with is invented.</summary>
    public static bool IsAheadOfInventedOnly(CaseRanking ranking) =>
        ranking.EligibilityAssessment.Context.Care is not null
        && ranking.Places.Length > 1
        && Array.TrueForAll(ranking.Places[1..], place => ranking.EligibilityAssessment.Catalogue.Index.Illustrative[place.Placement]);

    private static IEnumerable<string> Wishes(IReadOnlyList<Wish>? wishes) =>
        wishes?.Where(wish => wish.Stance == Stance.Prefer).Select(wish => wish.PlacementId) ?? [];

    /// <summary>Whether the child lives now as it would at the level: at home, or with the network.</summary>
    private static bool IsWhereItLives(ChildProfile profile, Level level) =>
        profile.Placements?.Any(stay =>
            stay is { Ending: PlacementEnding.Ongoing, To: null }
            && (
                stay.Level is HistoryLevel.Home or HistoryLevel.HomeSupport
                    ? level.IsHomeBased()
                    : Terms<HistoryLevel>.Text(stay.Level) == Terms<Level>.Text(level)
            )
        ) == true;

    /// <summary>What takes most of the present place's lead, as a word; that it is not possible, where it is excluded.</summary>
    private static string ReasonToMove(CaseRanking ranking, int current)
    {
        if (!Array.Exists(ranking.Places, place => place.Placement == current))
            return "stay.not-possible";
        return Strongest(
            ranking,
            active => active.PointsByColumn[active.Column[ranking.Places[0].Placement]] - active.PointsByColumn[active.Column[current]]
        );
    }

    private static string StrongestReason(CaseRanking ranking, RankedPlacement first) =>
        Strongest(ranking, active => active.PointsByColumn[active.Column[first.Placement]]);

    private static string Strongest(CaseRanking ranking, Func<ActiveCriterion, int> points)
    {
        var (most, strongest) = (int.MinValue, 0);
        foreach (var active in ranking.Scorer.Active)
        {
            if (points(active) is var gain && gain > most)
                (most, strongest) = (gain, active.Index);
        }
        return $"criterion.{CriterionShape.All[strongest].Code}";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
