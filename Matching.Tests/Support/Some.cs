using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Tests.Support;

/// <summary>Any child and any place: every fact, known and unknown, likely and unlikely.</summary>
public sealed class Some(int seed)
{
    private static readonly string[] Codes =
    [
        "F20.0",
        "F25",
        "F31.1",
        "F32.1",
        "F32.2",
        "F40",
        "F43.1",
        "F50.0",
        "F60.3",
        "F70",
        "F84",
        "F90.0",
        "F91",
        "F94.1",
        "F11.2",
        "F12.1",
        "G40",
        "X78",
        "Z61.4",
        "J45",
        "F99",
    ];

    private readonly Random _random = new(seed);
    private double _unknown = 0.2;

    public Situation Situation(int fewest = 1, int most = 8)
    {
        var places = Places(_random.Next(fewest, most + 1));
        var child = Child([.. places.Select(place => place.Id)]);
        var situation = new Situation(child, places, _random.Next()) { Services = Services(_random.Next(0, 7)) };
        return _random.Next(2) == 0 ? situation : situation with { PeerGroups = PeerGroups(places) };
    }

    /// <summary>What some of the places say of who lives there.</summary>
    public Dictionary<string, PeerGroup> PeerGroups(IEnumerable<Place> places) =>
        places.Where(_ => _random.Next(4) > 0).ToDictionary(place => place.Id, _ => PeerGroup());

    /// <summary>Residents that there could be, everything of them known or not.</summary>
    public PeerGroup PeerGroup()
    {
        _unknown = One(0.0, 0.2, 0.6);
        var residents = _random.Next(1, 9);
        var (ties, youngest) = (Integer(residents), Integer(17));
        return new PeerGroup(
            TestReferenceData.Day.AddDays(-_random.Next(200)),
            _random.NextDouble() < _unknown ? null : residents,
            ties,
            ties == 0 ? false : Boolean(),
            Integer(residents),
            youngest,
            _random.NextDouble() < _unknown ? null
                : residents == 1 ? youngest
                : _random.Next(youngest ?? 0, 18)
        );
    }

    public List<Service> Services(int count) => [.. Enumerable.Range(0, count).Select(number => Service($"service-{number}"))];

    public Service Service(string id) =>
        new(id)
        {
            Status = _random.Next(3) == 0 ? Any<ServiceStatus>() : ServiceStatus.Available,
            Provides =
            [
                .. Shuffled(All<Need>())
                    .Take(_random.Next(1, 4))
                    .Select(need =>
                        (need, One(CapabilityStrength.Some, CapabilityStrength.Good, CapabilityStrength.Good, CapabilityStrength.Strong))
                    ),
            ],
            Levels = _random.Next(3) == 0 ? [.. All<Level>().Where(_ => _random.Next(2) == 0)] : All<Level>(),
            Ages = _random.Next(3) == 0 ? new AgeRange(12, 17) : new AgeRange(0, 17),
            PricePerDay = _random.Next(2) == 0 ? null : 500,
            Limit = _random.Next(6) == 0 ? "detention-at-start" : null,
        };

    public List<Place> Places(int count) => [.. Enumerable.Range(0, count).Select(number => Place($"place-{number}"))];

    /// <summary>A child who may know, want, fear or have left any of the places.</summary>
    public ChildProfile Child(params string[] placeIds)
    {
        _unknown = One(0.0, 0.1, 0.3, 0.9);
        string[] ids = [.. placeIds, "a-place-that-closed"];
        var born = TestReferenceData.Day.AddYears(-18).AddDays(_random.Next(1, 18 * 365));
        var byBirthDate = _random.Next(2) == 0;
        return new ChildProfile
        {
            AgeYears =
                byBirthDate ? null
                : _random.Next(4) == 0 ? _random.Next(0, 18)
                : _random.Next(10, 18),
            BirthDate = byBirthDate ? born : null,
            Urgency = Enum<Urgency>(),
            Sex = Enum<Sex>(),
            Diagnoses = List(3, () => new Diagnosis(One(Codes), Enum<DiagnosisStatus>())),
            PsychoticSymptoms = Boolean(),
            SuicideRisk = Enum<SuicideRisk>(),
            SelfHarm = Enum<Severity>(),
            SubstanceUse = List(2, () => new SubstanceUse(Any<Substance>(), Enum<UsePattern>(), Boolean()), use => use.Substance),
            Absconding = Known(() => new Absconding(Integer(9), Integer(20), Boolean())),
            ExternalisingBehaviour = Enum<Severity>(),
            ViolenceAgainstOthers = Enum<Violence>(),
            SexuallyHarmfulBehaviour = Enum<SexualHarm>(),
            FireSetting = Boolean(),
            Crime = Known(() => new Crime(Enum<CrimeInvolvement>(), Boolean(), Boolean())),
            CognitiveLevel = Enum<CognitiveLevel>(),
            TraumaExposure = Boolean(),
            Exploitation = EnumList<Exploitation>(2),
            SchoolAttendance = Enum<SchoolAttendance>(),
            SomaticHealthNeeds = Boolean(),
            RegularMedication = Boolean(),
            AccessibilityNeeds = Boolean(),
            InterpreterNeeded = Boolean(),
            FamilyContact = Enum<FamilyContact>(),
            NetworkCarer = Enum<NetworkCarer>(),
            SiblingsTogether = Boolean(),
            ProtectiveFactors = EnumList<ProtectiveFactor>(4),
            CurrentPlacementId = _random.Next(3) == 0 ? One(ids) : null,
            Placements = List(
                4,
                () =>
                    new EarlierPlacement(
                        Any<HistoryLevel>(),
                        _random.Next(2) == 0 ? One(ids) : null,
                        null,
                        null,
                        Enum<PlacementEnding>(),
                        Enum<EndedBy>()
                    )
                    {
                        BreakdownReason = Enum<BreakdownReason>(),
                        Thrived = Boolean(),
                    }
            ),
            EarlierMeasures = EnumList<EarlierMeasure>(5),
            DueDate = _random.Next(12) == 0 ? TestReferenceData.Day.AddDays(_random.Next(-30, 200)) : null,
            EatingDisorderSeverity = Enum<Severity>(),
            PsychiatricDischarge = _random.Next(6) == 0 ? TestReferenceData.Day.AddDays(_random.Next(-60, 40)) : null,
            WithdrawalRisk = Boolean(),
            Hearing = Enum<Sense>(),
            Sight = Enum<Sense>(),
            SignLanguage = Boolean(),
            LastHealthCheck = _random.Next(3) == 0 ? TestReferenceData.Day.AddDays(-_random.Next(800)) : null,
            SchoolType = Enum<SchoolType>(),
            Leisure = Boolean(),
            SellingSex = Enum<Concern>(),
            Thriving = Boolean(),
            Languages = _random.Next(3) == 0 ? ["da", "so"] : null,
            MovesTotal = Integer(12),
            Home = Known(Home),
            Safety = Known(Safety),
            NeededFrom = _random.Next(4) == 0 ? TestReferenceData.Day.AddDays(_random.Next(200)) : null,
            Wishes = new Wishes(WishList(ids), WishList(ids), EnumList<Matter>(3)),
            Conflicts =
                _random.Next(3) == 0 ? List(2, () => new Conflict(One(ids), Any<ConflictReason>()))
                : _random.Next(2) == 0 ? []
                : null,
            Legal = Legal(),
        };
    }

    private HomeSituation Home() =>
        new()
        {
            Neglect = Enum<Concern>(),
            Violence = Enum<Concern>(),
            SexualAbuse = Enum<Concern>(),
            ParentalSubstanceUse = Boolean(),
            ParentalMentalIllness = Boolean(),
            ParentalCrime = Boolean(),
            ParentImprisoned = Boolean(),
            ViolenceWitnessed = Enum<Concern>(),
            Cooperation = Enum<Cooperation>(),
            ParentsActive = Boolean(),
            Custody = Enum<Custody>(),
        };

    private SafetySituation Safety() =>
        new()
        {
            AddressProtected = Boolean(),
            UndisclosedPlacement = Boolean(),
            HonourRelated = Boolean(),
            RiskToYoungerChildren = Enum<Concern>(),
            SiblingsApart = Boolean(),
            Threatened = Boolean(),
            Trafficking = Enum<Concern>(),
        };

    public Place Place(string id)
    {
        _unknown = 0.15;
        var youngest = _random.Next(0, 15);
        var oldest = _random.Next(Math.Max(youngest, 12), 18);
        var mainFrom = _random.Next(youngest, oldest + 1);
        return new Place(id, Any<Level>())
        {
            Institution = _random.Next(3) == 0 ? "institution" : id,
            Operator = Any<Operator>(),
            Approved = _random.Next(10) switch
            {
                0 => false,
                1 => null,
                _ => true,
            },
            Ages = new AgeRange(youngest, oldest),
            MainAges = new AgeRange(mainFrom, _random.Next(mainFrom, oldest + 1)),
            Tracks = _random.Next(3) == 0 ? [.. All<Track>().Where(_ => _random.Next(3) != 0)] : All<Track>(),
            Sexes = _random.Next(5) == 0 ? [Any<Sex>()] : All<Sex>(),
            CognitiveLevels = _random.Next(3) == 0 ? [CognitiveLevel.Typical] : All<CognitiveLevel>(),
            Capabilities = [.. All<Need>().Select(_ => Enum<CapabilityStrength>())],
            HealthStaff = Boolean(),
            KeepsOwnSchool = Boolean(),
            NearFamily = Boolean(),
            SmallHome = Boolean(),
            TakesSiblings = Boolean(),
            Accessible = Boolean(),
            AcuteIntake = Boolean(),
            SignLanguage = Boolean(),
            MotherAndChild = Boolean(),
            AgesNow = _random.Next(3) == 0 ? new AgeRange(youngest, oldest) : null,
            Psychiatry = Enum<PsychiatryCover>(),
            PeerCrime = Enum<CrimeExposure>(),
            PricePerDay = Integer(30_000),
            Capacity = Integer(20),
            Verified = _random.Next(2) == 0,
        };
    }

    public T One<T>(params IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    public T Any<T>()
        where T : struct, Enum => One(All<T>());

    public int Below(int limit) => _random.Next(limit);

    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        _random.Shuffle(shuffled);
        return shuffled;
    }

    private LegalPosition Legal()
    {
        IReadOnlyList<Ground>? grounds = _random.Next(5) switch
        {
            0 => null,
            1 => [],
            _ => [.. Shuffled(All<Ground>()).Take(_random.Next(1, 4))],
        };
        Decider? decider = _random.Next(4) == 0 ? null : Any<Decider>();
        if (grounds is { Count: > 0 } && _random.Next(2) == 0)
            decider =
                grounds[0] >= Ground.RemandSurrogate
                    ? Decider.Court
                    : One(Decider.Committee, Decider.CommitteeChair, Decider.YouthCrimeBoard);
        return new LegalPosition(grounds, decider, EnumList<Step>(9));
    }

    private List<Wish>? WishList(string[] ids) => List(3, () => new Wish(One(ids), Any<Stance>()), wish => wish.PlacementId);

    private T? Known<T>(Func<T> value)
        where T : class => _random.NextDouble() < _unknown ? null : value();

    private T? Enum<T>()
        where T : struct, Enum => _random.NextDouble() < _unknown ? null : Any<T>();

    private bool? Boolean() => _random.NextDouble() < _unknown ? null : _random.Next(2) == 0;

    private int? Integer(int most) =>
        _random.NextDouble() < _unknown ? null
        : _random.Next(3) == 0 ? 0
        : _random.Next(most + 1);

    private List<T>? List<T>(int most, Func<T> item, Func<T, object>? distinctBy = null)
    {
        if (_random.NextDouble() < _unknown)
            return null;
        var items = Enumerable.Range(0, _random.Next(most + 1)).Select(_ => item());
        return [.. distinctBy is null ? items : items.DistinctBy(distinctBy)];
    }

    private List<T>? EnumList<T>(int most)
        where T : struct, Enum => _random.NextDouble() < _unknown ? null : [.. Shuffled(All<T>()).Take(_random.Next(most + 1))];

    private static IReadOnlyList<T> All<T>()
        where T : struct, Enum => Terms<T>.All;
}
