using System.Text;
using System.Text.Json.Nodes;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Tests.Support;

/// <summary>Test data by verbs: take the plain case and say, with <c>with</c>, only what the test is about.</summary>
public static class A
{
    /// <summary>
    /// A fifteen-year-old about whom everything is known and hardly anything is wrong, with consent and every step taken.
    /// </summary>
    public static ChildProfile Child() =>
        new()
        {
            AgeYears = 15,
            Urgency = Urgency.Planned,
            Sex = Sex.Female,
            Diagnoses = [],
            PsychoticSymptoms = false,
            SuicideRisk = SuicideRisk.None,
            SelfHarm = Severity.None,
            SubstanceUse = [],
            Absconding = new Absconding(0, 0, false),
            ExternalisingBehaviour = Severity.Mild,
            ViolenceAgainstOthers = Violence.None,
            SexuallyHarmfulBehaviour = SexualHarm.None,
            FireSetting = false,
            Crime = new Crime(CrimeInvolvement.None, false, false),
            CognitiveLevel = CognitiveLevel.Typical,
            TraumaExposure = false,
            Exploitation = [],
            SchoolAttendance = SchoolAttendance.Regular,
            SomaticHealthNeeds = false,
            RegularMedication = false,
            AccessibilityNeeds = false,
            InterpreterNeeded = false,
            FamilyContact = FamilyContact.Supportive,
            NetworkCarer = NetworkCarer.Identified,
            SiblingsTogether = false,
            ProtectiveFactors = [ProtectiveFactor.SupportiveAdult],
            Placements = [],
            EarlierMeasures = [],
            EatingDisorderSeverity = Severity.None,
            WithdrawalRisk = false,
            Hearing = Sense.Typical,
            Sight = Sense.Typical,
            SignLanguage = false,
            SchoolType = SchoolType.Public,
            Leisure = true,
            SellingSex = Concern.None,
            Thriving = false,
            Home = new HomeSituation
            {
                Neglect = Concern.None,
                Violence = Concern.None,
                SexualAbuse = Concern.None,
                ParentalSubstanceUse = false,
                ParentalMentalIllness = false,
                ParentalCrime = false,
                ParentImprisoned = false,
                ViolenceWitnessed = Concern.None,
                Cooperation = Cooperation.Good,
                ParentsActive = false,
                Custody = Custody.Both,
            },
            Safety = new SafetySituation
            {
                AddressProtected = false,
                UndisclosedPlacement = false,
                HonourRelated = false,
                RiskToYoungerChildren = Concern.None,
                SiblingsApart = false,
                Threatened = false,
                Trafficking = Concern.None,
            },
            Wishes = new Wishes([], [], []),
            Conflicts = [],
            Legal = new LegalPosition([], Decider.Administration, Terms<Step>.All),
        };

    /// <summary>The child on a decision, every step taken.</summary>
    public static ChildProfile ChildOn(Ground ground, Decider? decider) =>
        Child() with
        {
            Legal = new LegalPosition([ground], decider, Terms<Step>.All),
        };

    /// <summary>A place that can take anyone and does a little of everything.</summary>
    public static Place Place(Level level = Level.OpenResidential, string? id = null) => new(id ?? Terms<Level>.Text(level), level);

    /// <summary>One place at each step of the ladder.</summary>
    public static Place[] Ladder() => [.. Terms<Level>.All.Select(level => Place(level))];

    public static Catalogue Catalogue(params Place[] places) => CatalogueLoader.Load(CatalogueDocument(places));

    public static Catalogue Catalogue(IEnumerable<Place> places, IEnumerable<Service> services) =>
        CatalogueLoader.Load(CatalogueDocument(places, services));

    public static DataDocument CatalogueDocument(params IEnumerable<Place> places) => CatalogueDocument(places, []);

    public static DataDocument CatalogueDocument(IEnumerable<Place> places, IEnumerable<Service> services) =>
        DataDocument.FromFiles([
            (
                "places.json",
                Encoding.UTF8.GetBytes(
                    new JsonObject
                    {
                        ["schema"] = 3,
                        ["placements"] = new JsonArray([.. places.Select(place => place.ToJson())]),
                        ["services"] = new JsonArray([.. services.Select(service => service.ToJson())]),
                    }.ToJsonString()
                )
            ),
        ]);

    /// <summary>Six residents of the child's age about whom everything is known and nothing is wrong.</summary>
    public static PeerGroup PeerGroup() => new(TestReferenceData.Day, 6, 0, false, 0, 14, 16);

    /// <summary>The child on a day, ready for the gates.</summary>
    public static EligibilityContext Case(
        ChildProfile child,
        Catalogue catalogue,
        DateOnly? day = null,
        RuleSet? rules = null,
        IReadOnlyDictionary<string, PeerGroup>? peerGroups = null
    ) =>
        new(
            child,
            day ?? TestReferenceData.Day,
            rules ?? TestReferenceData.Rules,
            catalogue,
            NeedsAssessment.Of(child, TestReferenceData.Criteria).Strengths,
            peerGroups,
            TestReferenceData.Criteria.Care
        );
}
