using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Inquiry;

/// <summary>
/// Facts of a profile that cannot both hold. Which of the two is right, people find out; the ranking rests on both as they were given.
/// </summary>
internal static class Contradictions
{
    private const int UpperSecondaryFrom = 14,
        CriminalAge = 15,
        SchoolFrom = 5;

    /// <summary>The words, each naming the two facts.</summary>
    public static IReadOnlyList<string> Of(EligibilityContext child, Catalogue catalogue)
    {
        var found = new List<string>();
        var profile = child.Profile;
        OfCrime(found, child);
        OfPlaces(found, profile, child.AsOf, catalogue);
        OfSchool(found, child);
        if (profile.SiblingsTogether == true && profile.Safety?.SiblingsApart == true)
            found.Add("siblings-together-and-apart");
        if (
            profile.Absconding is { EpisodesLast12Months: 0 } absconding
            && (absconding.LongestAbsenceDays > 0 || absconding.HarmDuringAbsence == true)
        )
            found.Add("absence-without-absconding");
        if (
            profile is { NetworkCarer: NetworkCarer.None, Placements: { } placements }
            && placements.Any(stay => IsNow(stay, child.AsOf) && stay.Level == HistoryLevel.Network)
        )
            found.Add("network-home-without-carer");
        if (
            profile.FamilyContact == FamilyContact.Supportive
            && (profile.Home?.Violence == Concern.Established || profile.Home?.SexualAbuse == Concern.Established)
        )
            found.Add("supportive-family-and-harm");
        return found;
    }

    private static void OfCrime(List<string> found, EligibilityContext child)
    {
        var profile = child.Profile;
        var isJudged = profile.Legal.Grounds?.Any(ground => ground is Ground.Sentence or Ground.YouthSanction) == true;
        var isCharged = profile.Legal.Grounds?.Contains(Ground.RemandSurrogate) == true;
        var involvement = profile.Crime?.Involvement;
        if (isJudged && involvement is not (null or CrimeInvolvement.Convicted))
            found.Add("sentence-without-conviction");
        if (isCharged && involvement is (CrimeInvolvement.None or CrimeInvolvement.AtRisk))
            found.Add("remand-without-charge");
        if (child.AgeYears < CriminalAge && (isJudged || involvement == CrimeInvolvement.Convicted))
            found.Add("judged-below-criminal-age");
        if (involvement == CrimeInvolvement.None && profile.Crime!.Violent == true)
            found.Add("violent-crime-without-crime");
    }

    private static void OfPlaces(List<string> found, ChildProfile profile, DateOnly asOf, Catalogue catalogue)
    {
        if (profile.Placements is not { } placements)
            return;
        var now = placements.Where(stay => IsNow(stay, asOf)).ToList();
        if (now.Count > 1)
            found.Add("two-places-at-once");
        if (profile.CurrentPlacementId is { } current && !IsAmong(now, current, catalogue))
            found.Add("current-place-not-in-history");
    }

    /// <summary>Whether a stay that goes on could be at the place: it names it, or names none and is of its level.</summary>
    private static bool IsAmong(List<EarlierPlacement> now, string current, Catalogue catalogue)
    {
        var level = catalogue.TryFind(current, out var index) ? Parsing.Terms<Level>.Text(catalogue.Placements[index].Level) : null;
        return now.Exists(stay =>
            stay.PlacementId == current
            || (stay.PlacementId is null && (level is null || Parsing.Terms<HistoryLevel>.Text(stay.Level) == level))
        );
    }

    private static bool IsNow(EarlierPlacement stay, DateOnly asOf) =>
        stay.Ending == PlacementEnding.Ongoing
            ? stay.To is null || stay.To >= asOf
            : stay.Ending is null && stay is { From: not null, To: null };

    private static void OfSchool(List<string> found, EligibilityContext child)
    {
        var profile = child.Profile;
        if (profile.SchoolType == SchoolType.UpperSecondary && child.AgeYears < UpperSecondaryFrom)
            found.Add("upper-secondary-too-young");
        else if (profile.SchoolType is not (null or SchoolType.None) && child.AgeYears < SchoolFrom)
            found.Add("school-too-young");
        if (profile.SchoolType == SchoolType.None && profile.SchoolAttendance == SchoolAttendance.Regular)
            found.Add("attends-no-school");
    }
}
