using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>Something about a case on which a rule depends beside level, decider, ground and age.</summary>
public enum CaseTrait
{
    /// <summary>It is acute.</summary>
    Acute,

    /// <summary>Everybody who must consent has, and no ground for placing without consent is given.</summary>
    ByConsent,

    /// <summary>Not everybody who must consent has, or a ground for placing without consent is given.</summary>
    WithoutConsent,

    /// <summary>Everybody who must consent has, and yet a ground for placing without consent is given.</summary>
    DespiteConsent,

    /// <summary>The youth consents and the custody holder is not known to.</summary>
    YouthAloneConsents,

    /// <summary>The custody holder is not known to consent.</summary>
    CustodyHolderHasNotConsented,

    /// <summary>The child lives at a place away from home already.</summary>
    PlacedAlready,

    /// <summary>
    /// Crime for which the case may have been referred to the youth crime board: suspected below 15, sentenced from then on.
    /// </summary>
    MayBeReferred,

    /// <summary>Contact with the family is harmful or forbidden, or there is a conflict over honour.</summary>
    FamilyMayHarm,

    /// <summary>The child wishes for a place.</summary>
    ChildWishes,

    /// <summary>The siblings are to live together.</summary>
    Siblings,
}

/// <summary>Which traits a case has.</summary>
internal static class CaseTraits
{
    private const int AgeOfConsent = 15;
    private const int CriminalAge = 15;

    /// <summary>Whether a case has a trait; every case has none in particular.</summary>
    public static bool Has(EligibilityContext child, CaseTrait? trait) =>
        trait switch
        {
            null => true,
            CaseTrait.Acute => child.Profile.Urgency == Urgency.Acute,
            CaseTrait.ByConsent => Consented(child) && !IsCompulsory(child),
            CaseTrait.WithoutConsent => !Consented(child) || IsCompulsory(child),
            CaseTrait.DespiteConsent => Consented(child) && IsCompulsory(child),
            CaseTrait.YouthAloneConsents => child.AgeYears >= AgeOfConsent
                && Taken(child, Step.YouthConsent)
                && !Taken(child, Step.CustodyHolderConsent),
            CaseTrait.CustodyHolderHasNotConsented => !Taken(child, Step.CustodyHolderConsent),
            CaseTrait.PlacedAlready => IsPlaced(child.Profile),
            CaseTrait.MayBeReferred => MayBeReferred(child),
            CaseTrait.FamilyMayHarm => child.Profile.FamilyContact is FamilyContact.Harmful or FamilyContact.Forbidden
                || child.Profile.Conflicts?.Any(conflict => conflict.Reason == ConflictReason.HonourRelated) == true,
            CaseTrait.ChildWishes => child.Profile.Wishes.Child?.Any(wish => wish.Stance == Stance.Prefer) == true,
            CaseTrait.Siblings => child.Profile.SiblingsTogether == true,
            _ => throw new ArgumentOutOfRangeException(nameof(trait)),
        };

    private static bool Consented(EligibilityContext child) =>
        Taken(child, Step.CustodyHolderConsent) && (child.AgeYears < AgeOfConsent || Taken(child, Step.YouthConsent));

    private static bool IsCompulsory(EligibilityContext child) => child.Profile.Legal.Grounds?.Contains(Ground.CompulsoryPlacement) == true;

    private static bool Taken(EligibilityContext child, Step step) => child.Profile.Legal.StepsTaken?.Contains(step) == true;

    /// <summary>Where the child lives as its history says; without one that says so, whether a place is given.</summary>
    private static bool IsPlaced(ChildProfile profile)
    {
        var ongoing = profile.Placements?.Where(placement => placement.Ending == PlacementEnding.Ongoing).ToList() ?? [];
        return ongoing.Count == 0
            ? profile.CurrentPlacementId is not null
            : ongoing.Exists(placement =>
                placement.Level is not (HistoryLevel.Home or HistoryLevel.HomeSupport or HistoryLevel.PsychiatricWard)
            );
    }

    private static bool MayBeReferred(EligibilityContext child) =>
        child.Profile.Crime?.Involvement is { } involvement
        && (
            child.AgeYears < CriminalAge
                ? involvement is CrimeInvolvement.Suspected or CrimeInvolvement.Charged or CrimeInvolvement.Convicted
                : involvement == CrimeInvolvement.Convicted
        );
}
