using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// What the place that is to receive the child may know. What the parents suffer or have done, what is known of other places, the history
/// and the case's legal position are no part of it.
/// </summary>
/// <param name="Child">The child, without what the place need not know.</param>
/// <param name="Handover">What was written for the place.</param>
/// <param name="Conflicts">Why the child or others may not be safe at this place.</param>
/// <param name="Wish">What the child said of this place; null where it said nothing.</param>
/// <param name="HidesPlace">Whether the parents must not learn where the child lives.</param>
internal sealed record ToldToPlace(
    ChildProfile Child,
    Handover? Handover,
    IReadOnlyList<ConflictReason> Conflicts,
    Stance? Wish,
    bool HidesPlace
)
{
    /// <summary>What is handed over to a place.</summary>
    /// <param name="about">The whole case.</param>
    /// <param name="place">The place; null where none is proposed.</param>
    public static ToldToPlace Of(LetterCase about, Placement? place)
    {
        var profile = about.Profile;
        return new ToldToPlace(
            profile with
            {
                Home = new HomeSituation { Custody = profile.Home?.Custody },
                Crime = new Crime(null, null, profile.Crime?.GangTies),
                Wishes = new Wishes(null, null, profile.Wishes.Matters),
                Conflicts = null,
                Legal = LegalPosition.Unknown,
                CurrentPlacementId = null,
                Placements = null,
                EarlierMeasures = null,
                MeasuresTried = [],
                NetworkCarer = null,
            },
            about.Handover,
            [
                .. (profile.Conflicts ?? [])
                    .Where(conflict => conflict.PlacementId == place?.Id)
                    .Select(conflict => conflict.Reason)
                    .Distinct(),
            ],
            profile.Wishes.Child?.FirstOrDefault(wish => wish.PlacementId == place?.Id)?.Stance,
            Confidentiality.HidesPlace(profile)
        );
    }
}
