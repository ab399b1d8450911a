using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;

namespace Matching.Engine.Inquiry;

/// <summary>Which places can take a child in today, when one is needed at once.</summary>
internal static class AcutePlaces
{
    /// <summary>Whether a place is needed at once, on criteria that know what that means.</summary>
    public static bool AreSought(EligibilityContext child) => child.Care is not null && child.Profile.Urgency == Urgency.Acute;

    /// <summary>
    /// True when it takes children in acutely and has reported a free bed lately; false when it does not, is full or excluded; null when
    /// that is not known.
    /// </summary>
    public static bool? CanReceive(CaseRanking ranking, int placement, IReadOnlyDictionary<string, Availability> availability)
    {
        var child = ranking.EligibilityAssessment.Context;
        if (!AreSought(child))
            return null;
        if (ranking.EligibilityAssessment.EligibilityStatusOf(placement) == EligibilityStatus.Excluded)
            return false;
        var place = ranking.EligibilityAssessment.Catalogue.Placements[placement];
        if (CurrentPlacement.Of(child.Profile)?.Id == place.Id)
            return true;
        if (place.Setting.AcuteIntake.Value == false)
            return false;
        var free =
            availability.TryGetValue(place.Id, out var known) && child.AsOf.DayNumber - known.AsOf.DayNumber <= child.Care!.FreshDays
                ? known.FreePlaces
                : (int?)null;
        if (free == 0)
            return false;
        return place.Setting.AcuteIntake.Value == true && free > 0 ? true : null;
    }
}
