using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// The rows and columns of a criterion's table. The first state and the first feature of a shape stand for "not known" or "nothing to say",
/// where there is such a thing, and must score zero.
/// </summary>
/// <param name="Code">Name in data and answers.</param>
/// <param name="States">What the child can bring.</param>
/// <param name="Features">What a place can bring.</param>
/// <param name="Basis">The facts the state rests on; empty for needs, whose facts follow from the profile.</param>
/// <param name="Need">The need, for a criterion that is one.</param>
public sealed record CriterionShape(
    string Code,
    IReadOnlyList<string> States,
    IReadOnlyList<string> Features,
    IReadOnlyList<string> Basis,
    Need? Need = null
)
{
    private static readonly string[] Unknowable = ["unknown", "no", "yes"];
    private static readonly string[] Levels = [.. Terms<Level>.AllTexts];

    /// <summary>Needs that a place can be built around, so that it is the wrong place for a child known not to have them.</summary>
    internal static readonly Need[] SpecialisedNeeds =
    [
        Profiles.Need.PsychiatricTreatment,
        Profiles.Need.SubstanceTreatment,
        Profiles.Need.DevelopmentalSupport,
    ];

    /// <summary>The criterion about places built around a need.</summary>
    internal static string SpecialisedCode(Need need) => $"specialised-{Terms<Need>.Text(need)}";

    /// <summary>The criteria other than needs.</summary>
    public const string Intrusion = "intrusion",
        ChildWish = "child-wish",
        ParentsWish = "parents-wish",
        CurrentPlacement = "current-placement",
        EarlierBreakdown = "earlier-breakdown-here",
        BreakdownsAtLevel = "breakdowns-at-level",
        ProtectiveFactors = "protective-factors",
        NetworkCarer = "network-carer",
        SiblingsTogether = "siblings-together",
        FamilyContact = "family-contact",
        PeerCrime = "peer-crime",
        AgeFit = "age-fit",
        CognitionFit = "cognition-fit",
        DecidedOutOfHome = "decided-out-of-home",
        TriedAtHome = "tried-at-home",
        MatterNearFamily = "matters-near-family",
        MatterKeepSchool = "matters-keep-school",
        MatterSiblings = "matters-siblings",
        MatterKeepAdult = "matters-keep-adult",
        MatterSmallHome = "matters-small-home",
        PeerGang = "peer-gang",
        PeerSelfHarm = "peer-self-harm",
        PeerAge = "peer-age",
        HarmAtHome = "harm-at-home",
        HomeCooperation = "home-cooperation",
        ThrivingHere = "thriving-here",
        ReasonsToStay = "reasons-to-stay",
        PeerYounger = "peer-younger",
        ConflictAtInstitution = "conflict-at-institution";

    /// <summary>Every criterion there is, needs first; the data gives each a weight and a table.</summary>
    public static IReadOnlyList<CriterionShape> All { get; } =
    [
        .. Terms<Need>.All.Select(need => new CriterionShape(
            Terms<Need>.Text(need),
            Terms<NeedStrength>.AllTexts,
            [.. Terms<CapabilityStrength>.AllTexts, "unknown"],
            [],
            need
        )),
        new(Intrusion, Levels, Levels, []),
        new(ChildWish, ["not-asked", "asked"], ["none", "prefer", "avoid"], ["wishes.child"]),
        new(ParentsWish, ["not-asked", "asked"], ["none", "prefer", "avoid"], ["wishes.parents"]),
        new(MatterNearFamily, Unknowable, Unknowable, ["wishes.matters"]),
        new(MatterKeepSchool, Unknowable, Unknowable, ["wishes.matters"]),
        new(MatterSiblings, Unknowable, Unknowable, ["wishes.matters"]),
        new(
            MatterKeepAdult,
            Unknowable,
            ["elsewhere", "same-institution", "current-place", "own-network"],
            ["wishes.matters", "child.currentPlacementId"]
        ),
        new(MatterSmallHome, Unknowable, Unknowable, ["wishes.matters"]),
        new(
            CurrentPlacement,
            ["unknown", "known"],
            ["elsewhere", "same-institution", "current-place"],
            ["child.currentPlacementId", "child.placements"]
        ),
        new(
            EarlierBreakdown,
            ["unknown", "known"],
            ["none", "same-institution", "here", "here-lately", "here-twice", "here-twice-lately", "here-often"],
            ["child.placements"]
        ),
        new(BreakdownsAtLevel, ["unknown", "known"], ["none", "one", "two", "several"], ["child.placements"]),
        new(TriedAtHome, ["unknown", "none", "some", "many"], Levels, ["child.earlierMeasures"]),
        new(ProtectiveFactors, ["unknown", "none", "one", "two", "several"], Levels, ["child.protectiveFactors"]),
        new(NetworkCarer, ["unknown", .. Terms<NetworkCarer>.AllTexts], Levels, ["child.networkCarer"]),
        new(SiblingsTogether, Unknowable, Unknowable, ["child.siblingsTogether"]),
        new(
            FamilyContact,
            ["unknown", .. Terms<FamilyContact>.AllTexts],
            ["unknown", "far", "near", "network", "home"],
            ["child.familyContact"]
        ),
        new(
            PeerCrime,
            ["unknown", "none", "at-risk", "involved"],
            ["unknown", .. Terms<CrimeExposure>.AllTexts],
            ["child.crime.involvement"]
        ),
        new(AgeFit, ["known"], ["among-peers", "outside-main-ages"], []),
        new(CognitionFit, ["unknown", "known"], ["in-target-group", "just-outside", "far-outside"], ["child.cognitiveLevel"]),
        .. SpecialisedNeeds.Select(need => new CriterionShape(
            SpecialisedCode(need),
            ["unknown", "needed", "not-needed"],
            [.. Terms<CapabilityStrength>.AllTexts, "unknown"],
            []
        )),
        new(DecidedOutOfHome, ["unknown", "yes"], Levels, ["legal.grounds"]),
        new(PeerGang, ["unknown", "no-ties", "ties"], ["unknown", "none", "some", "conflict"], ["child.crime.gangTies"]) { Since = 2 },
        new(PeerSelfHarm, ["unknown", .. Terms<NeedStrength>.AllTexts], ["unknown", "few", "many"], []) { Since = 2 },
        new(PeerAge, ["known"], ["unknown", "among", "far-younger", "far-older"], []) { Since = 2 },
        new(HarmAtHome, ["unknown", .. Terms<Concern>.AllTexts], Levels, RefiningFacts.HarmAtHome) { Since = CriteriaLoader.CareSince },
        new(HomeCooperation, ["unknown", .. Terms<Cooperation>.AllTexts], Levels, ["home.cooperation"])
        {
            Since = CriteriaLoader.CareSince,
        },
        new(ThrivingHere, Unknowable, ["elsewhere", "same-institution", "current-place"], ["child.thriving"])
        {
            Since = CriteriaLoader.CareSince,
        },
        new(ReasonsToStay, ["unknown", "school-year", "last-stretch", "both"], ["elsewhere", "same-institution", "current-place"], [])
        {
            Since = CriteriaLoader.CareSince,
        },
        new(
            PeerYounger,
            ["unknown", .. Terms<Concern>.AllTexts],
            ["unknown", "none", "younger"],
            ["child.sexuallyHarmfulBehaviour", "child.fireSetting", "safety.riskToYoungerChildren"]
        )
        {
            Since = CriteriaLoader.CareSince,
        },
        new(ConflictAtInstitution, ["unknown", "known"], ["elsewhere", "beside"], ["conflicts"]) { Since = CriteriaLoader.CareSince },
    ];

    /// <summary>
    /// The schema of the criteria document that first has it. A document of an earlier schema goes without: the criterion is never active
    /// and draws no number.
    /// Criteria are added at the end, so that those before keep their position and their draws.
    /// </summary>
    internal int Since { get; init; } = 1;

    /// <summary>Whether it looks at who lives at a place.</summary>
    internal bool IsAboutPeers => Code is PeerGang or PeerSelfHarm or PeerAge;

    /// <summary>Whether the place brings its level.</summary>
    internal bool HasLevelsAsFeatures => ReferenceEquals(Features, Levels);

    /// <summary>Whether the child brings the level that its needs justify.</summary>
    internal bool HasLevelsAsStates => ReferenceEquals(States, Levels);

    /// <summary>Whether the first feature means "not known" or "nothing to say" and must score zero.</summary>
    internal bool FirstFeatureIsNeutral => Need is null && Features != Levels && !Code.StartsWith("specialised-", StringComparison.Ordinal);

    /// <summary>Whether the first state means "not known" and must score zero.</summary>
    internal bool FirstStateIsUnknown => Code is not (Intrusion or AgeFit or PeerAge);
}
