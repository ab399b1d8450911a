namespace Matching.Engine.Profiles;

/// <summary>What must not be told to whom.</summary>
public static class Confidentiality
{
    /// <summary>
    /// Whether the parents must not learn where the child will be: the family may not see the child, has been violent to it or abused it,
    /// the matter is one of honour, the address is protected, or the place must not be told (Children's Act § 105).
    /// </summary>
    public static bool HidesPlace(ChildProfile profile) =>
        profile.FamilyContact == FamilyContact.Forbidden
        || profile.Home is { Violence: Concern.Established } or { SexualAbuse: Concern.Established }
        || profile.Safety is { AddressProtected: true } or { UndisclosedPlacement: true } or { HonourRelated: true }
        || profile.Conflicts?.Any(conflict => conflict.Reason == ConflictReason.HonourRelated) == true;
}
