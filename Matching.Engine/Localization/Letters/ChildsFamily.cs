using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>What is said to the child of those it is close to.</summary>
/// <param name="SiblingsTogether">Whether it is known that it should live with its brothers and sisters.</param>
/// <param name="SiblingsApart">Whether they must live apart.</param>
/// <param name="HasParents">False for a child that came alone.</param>
/// <param name="MayNotSeeParents">Whether contact is forbidden.</param>
internal sealed record ChildsFamily(bool SiblingsTogether, bool SiblingsApart, bool HasParents, bool MayNotSeeParents)
{
    public static ChildsFamily Of(ChildProfile profile) =>
        new(
            profile.SiblingsTogether == true,
            profile.Safety?.SiblingsApart == true,
            profile.Home?.Custody != Custody.Representative,
            profile.FamilyContact == FamilyContact.Forbidden
        );
}

/// <summary>What is known of contact and cooperation with the family; null when not known.</summary>
internal sealed record FamilyKnown(FamilyContact? Contact, Cooperation? Cooperation)
{
    public static FamilyKnown Of(ChildProfile profile) => new(profile.FamilyContact, profile.Home?.Cooperation);
}
