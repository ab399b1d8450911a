using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Simulation;

/// <summary>
/// Draws children whose shares are those of the plan, exactly in expectation. What the plan does not speak of is drawn as often as the
/// criteria say it is common among the
/// children the service is for; what cannot be together (crime of a child without crime) is not drawn.
/// </summary>
internal sealed class ChildGenerator
{
    private const int OlderFrom = 16,
        ManyFrom = 3,
        MostMoves = 6,
        DaysOfYear = 365,
        CourtAge = 15;
    private const double OpenAmongEarlier = 0.8;
    private const string CognitionPrefix = "R41",
        DisabilityPrefix = "F7";

    /// <summary>Earlier places of which the plan says nothing.</summary>
    private static readonly HistoryLevel[] OtherLevels = [HistoryLevel.Foster, HistoryLevel.Network, HistoryLevel.BoardingSchool];

    private readonly CityPlan _plan;
    private readonly CriteriaSet _criteria;
    private readonly string[] _placements;
    private readonly (FactDefinition Fact, (string Answer, int Share)[] Answers)[] _facts;

    public ChildGenerator(CityPlan plan, ReferenceDataSet referenceData)
    {
        (_plan, _criteria) = (plan, referenceData.Criteria);
        _placements = [.. referenceData.Catalogue.Placements.Where(City.IsSought).Select(placement => placement.Id)];
        _facts =
        [
            .. Facts
                .All.Where(fact => !fact.OpensGates && !fact.IsRefinement)
                .Select(fact =>
                    (
                        fact,
                        _criteria
                            .MeaningOf(fact.Path)
                            .Answers.OrderBy(answer => answer.Key, StringComparer.Ordinal)
                            .Select(answer => (answer.Key, answer.Value.Share))
                            .ToArray()
                    )
                ),
        ];
    }

    /// <summary>One child of a group, for whom a place is sought on a day.</summary>
    public SyntheticChild Draw(ChildGroup group, DateOnly day, Pcg32 draws)
    {
        var traits = Traits.Draw(_plan.Groups[(int)group], draws);
        var age = Age(_plan.Groups[(int)group], traits.Has(Trait.TwelveToFifteen), draws);
        var given = new ChildProfile
        {
            BirthDate = day.AddYears(-age).AddDays(-draws.Below(DaysOfYear)),
            Urgency = Terms<Urgency>.All[draws.Among(_plan.UrgencyWeights)],
            Sex = traits.Has(Trait.Male) ? Sex.Male : Sex.Female,
            Conflicts = [],
            Legal = Legal(group, traits),
        };
        var diagnoses = Diagnoses(_plan.Groups[(int)group], traits, draws);
        var whole = given with { Diagnoses = diagnoses, Placements = History(traits, draws), Wishes = new Wishes(Wished(draws), [], null) };
        var known = given with
        {
            Diagnoses = Kept("child.diagnoses", draws) ? whole.Diagnoses : null,
            Placements = Kept("child.placements", draws) ? whole.Placements : null,
            Wishes = new Wishes(Kept("wishes.child", draws) ? whole.Wishes.Child : null, Kept("wishes.parents", draws) ? [] : null, null),
        };
        foreach (var (fact, answers) in _facts)
        {
            if (fact.Read(whole, _criteria) is not null)
                continue;
            var answer = DrawAnswer(answers, candidate => CanBe(fact.Path, candidate, whole, traits, age), draws);
            whole = fact.With(whole, answer);
            if (Kept(fact.Path, draws) && fact.Read(known, _criteria) is null)
                known = fact.With(known, answer);
        }
        return new SyntheticChild(group, whole, known) { OfOtherOrigin = traits.Has(Trait.OtherOrigin) };
    }

    private bool Kept(string path, Pcg32 draws) => !draws.Happens(_plan.UnknownPercent[path] / 100.0);

    private static string DrawAnswer((string Answer, int Share)[] answers, Func<string, bool> canBe, Pcg32 draws)
    {
        var possible = Array.FindAll(answers, answer => answer.Share > 0 && canBe(answer.Answer));
        return possible[draws.Among([.. possible.Select(answer => answer.Share)])].Answer;
    }

    private static bool CanBe(string path, string answer, ChildProfile whole, Traits traits, int age)
    {
        var isNone = answer == Facts.NoneOf;
        return path switch
        {
            "child.selfHarm" => isNone != traits.Has(Trait.SelfHarm),
            "child.suicideRisk" => traits.Has(Trait.SelfHarm) || answer is "none" or "low",
            "child.externalisingBehaviour" => (answer is "moderate" or "severe") == traits.Has(Trait.Externalising),
            "child.violenceAgainstOthers" => traits.Has(Trait.Externalising) || answer is "none" or "threats",
            "child.substanceUse" => isNone != traits.Has(Trait.SubstanceUse),
            "child.absconding.episodesLast12Months" => (answer == "0") != traits.Has(Trait.Absconding),
            "child.absconding.longestAbsenceDays" => answer != "0",
            "child.crime.involvement" => CanBeInvolvement(answer, traits, age),
            "child.crime.gangTies" => traits.Has(Trait.Crime) || answer == "false",
            "child.cognitiveLevel" => CanBeLevel(answer, whole.Diagnoses!),
            _ => true,
        };
    }

    /// <summary>The board decides after a conviction, or before the criminal age after a suspicion.</summary>
    private static bool CanBeInvolvement(string answer, Traits traits, int age) =>
        traits.Has(Trait.YouthCrimeBoard) ? answer == (age < CourtAge ? "suspected" : "convicted")
        : traits.Has(Trait.Crime) ? answer != Facts.NoneOf && (age >= CourtAge || answer is "at-risk" or "suspected")
        : answer == Facts.NoneOf;

    private static bool CanBeLevel(string answer, IReadOnlyList<Diagnosis> diagnoses)
    {
        var confirmed = diagnoses.Where(diagnosis => diagnosis.Status == DiagnosisStatus.Confirmed).ToList();
        if (confirmed.Exists(diagnosis => diagnosis.Code.StartsWith(DisabilityPrefix, StringComparison.Ordinal)))
            return answer is "mild-disability" or "moderate-disability";
        return confirmed.Exists(diagnosis => diagnosis.Code.StartsWith(CognitionPrefix, StringComparison.Ordinal))
            ? answer == "borderline"
            : answer is "typical" or "borderline";
    }

    private static int Age(GroupPlan plan, bool younger, Pcg32 draws)
    {
        var ages = plan.AgeWeights.Keys.Where(age => age < OlderFrom == younger).Order().ToList();
        return ages[draws.Among([.. ages.Select(age => plan.AgeWeights[age])])];
    }

    private List<Diagnosis> Diagnoses(GroupPlan plan, Traits traits, Pcg32 draws)
    {
        if (!traits.Has(Trait.DiagnosisConfirmed) && !traits.Has(Trait.DiagnosisSuspected))
            return [];
        var status = traits.Has(Trait.DiagnosisConfirmed) ? DiagnosisStatus.Confirmed : DiagnosisStatus.Suspected;
        var diagnoses = new List<Diagnosis> { new(DrawCode(plan.Diagnoses, draws), status) };
        if (status == DiagnosisStatus.Confirmed && draws.Happens(_plan.FurtherDiagnosisPercent.Value / 100.0) && plan.Diagnoses.Count > 1)
            diagnoses.Add(new Diagnosis(DrawCode([.. plan.Diagnoses.Where(code => code.Code != diagnoses[0].Code)], draws), status));
        return diagnoses;
    }

    private static string DrawCode(IReadOnlyList<WeightedCode> codes, Pcg32 draws) =>
        codes[draws.Among([.. codes.Select(code => code.Weight)])].Code;

    private List<EarlierPlacement> History(Traits traits, Pcg32 draws)
    {
        var levels = new List<HistoryLevel>();
        if (traits.Has(Trait.EarlierOpenOrPartiallyClosed))
            levels.Add(draws.Happens(OpenAmongEarlier) ? HistoryLevel.OpenResidential : HistoryLevel.PartiallyClosed);
        if (traits.Has(Trait.EarlierSecure))
            levels.Add(HistoryLevel.Secure);
        var count =
            traits.Has(Trait.ManyMoves) ? ManyFrom + draws.Below(MostMoves - ManyFrom + 1)
            : traits.Has(Trait.PlacedNow) || levels.Count > 0 ? 1 + draws.Below(ManyFrom - 1)
            : 0;
        while (levels.Count < count)
            levels.Insert(0, OtherLevels[draws.Below(OtherLevels.Length)]);
        return
        [
            .. levels.Select(
                (level, index) =>
                    traits.Has(Trait.PlacedNow) && index == levels.Count - 1
                        ? new EarlierPlacement(level, null, null, null, PlacementEnding.Ongoing, null)
                        : new EarlierPlacement(
                            level,
                            null,
                            null,
                            null,
                            draws.Happens(_plan.EarlierBreakdownPercent.Value / 100.0)
                                ? PlacementEnding.Breakdown
                                : PlacementEnding.Planned,
                            null
                        )
            ),
        ];
    }

    private List<Wish> Wished(Pcg32 draws)
    {
        var (wish, place) = (draws.Share() * 100, _placements[draws.Below(_placements.Length)]);
        if (wish < _plan.WishPreferPercent.Value)
            return [new Wish(place, Stance.Prefer)];
        return wish < _plan.WishPreferPercent.Value + _plan.WishAvoidPercent.Value ? [new Wish(place, Stance.Avoid)] : [];
    }

    private static LegalPosition Legal(ChildGroup group, Traits traits)
    {
        var decider = traits.Has(Trait.YouthCrimeBoard) ? Decider.YouthCrimeBoard : Decider.Committee;
        return group switch
        {
            ChildGroup.Secure => new LegalPosition(
                traits.Has(Trait.SecureObservation) ? [Ground.SecureDanger, Ground.SecureObservation] : [Ground.SecureDanger],
                decider,
                Terms<Step>.All
            ),
            ChildGroup.PartiallyClosed => new LegalPosition([Ground.PartiallyClosed], decider, Terms<Step>.All),
            _ when traits.Has(Trait.Compulsory) => new LegalPosition([Ground.CompulsoryPlacement], decider, Terms<Step>.All),
            _ => new LegalPosition([], Decider.Administration, Terms<Step>.All),
        };
    }
}
