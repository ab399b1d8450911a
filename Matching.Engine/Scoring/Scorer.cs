using System.Collections.Frozen;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// One case made ready for scoring: for each criterion that can give points, the table row that the child brings and the column that the
/// places bring. Scoring is then the sum of table look-ups.
/// </summary>
internal sealed class Scorer
{
    private static readonly FrozenDictionary<string, int> Positions = CriterionShape
        .All.Select((shape, index) => (shape.Code, index))
        .ToFrozenDictionary(pair => pair.Code, pair => pair.index, StringComparer.Ordinal);

    /// <summary>The position of the ladder criterion.</summary>
    public static readonly int IntrusionIndex = Positions[CriterionShape.Intrusion];

    /// <summary>The position of the criterion about severe self-harm among the residents, whose row follows from a need.</summary>
    public static readonly int PeerSelfHarmIndex = Positions[CriterionShape.PeerSelfHarm];

    private static readonly FrozenSet<string> Looked = PathsOf(CriterionShape.All.Where(shape => !shape.IsAboutPeers)),
        LookedWithPeers = PathsOf(CriterionShape.All);

    private static readonly Need[] NeedsAbsentAmongPeers = [.. CriterionShape.SpecialisedNeeds, Need.SelfHarmProtection];

    private readonly CriteriaSet _criteria;
    private readonly Catalogue _catalogue;
    private readonly PeerFit? _company;
    private readonly List<ActiveCriterion> _active = new(24);

    private Scorer(CriteriaSet criteria, Catalogue catalogue, PeerFit? company) =>
        (_criteria, _catalogue, _company) = (criteria, catalogue, company);

    /// <summary>The criteria that can give points in this case.</summary>
    public IReadOnlyList<ActiveCriterion> Active => _active;

    /// <summary>The most intrusive level that the needs, or a court's decision, justify.</summary>
    public Level Justified { get; private set; }

    public static Scorer For(EligibilityContext child, NeedsAssessment needs, Catalogue catalogue, CriteriaSet criteria)
    {
        var scorer = new Scorer(criteria, catalogue, criteria.Peers is { } settings ? PeerFit.Of(child, catalogue, settings) : null);
        scorer.AddNeeds(child);
        scorer.AddRelations(child);
        scorer.AddSpecialised(child, needs);
        scorer.AddCompany(child, needs);
        return scorer;
    }

    /// <summary>How many of each place's residents harm themselves severely, as a column; null where no place has reported.</summary>
    public byte[]? SelfHarmAmongPeers => _company?.SelfHarm;

    /// <summary>The needs whose absence gives points once it is known.</summary>
    public IReadOnlyList<Need> NeedsThatCountWhenAbsent => _company is null ? CriterionShape.SpecialisedNeeds : NeedsAbsentAmongPeers;

    /// <summary>The row of the criterion about severe self-harm among the residents that a need of this strength brings.</summary>
    public static int PeerSelfHarmState(NeedStrength strength) => 1 + (int)strength;

    /// <summary>Whether a criterion other than a need may come out otherwise when a fact is learnt.</summary>
    public bool LooksAt(string path)
    {
        // Where the child lives already, its own self-harm is taken out of what the residents do.
        if (_company is not null && path == "child.selfHarm")
            return true;
        return (_company is null ? Looked : LookedWithPeers).Contains(path);
    }

    /// <summary>Scores one admitted place: writes its contributions, and returns their sum in hundredths and how many there are.</summary>
    public (int Score, int Count) Score(EligiblePlacement admitted, Span<Contribution> contributions)
    {
        var (score, count) = (0, 0);
        foreach (var criterion in _active)
        {
            var column = criterion.Column[admitted.Placement];
            if (criterion.PercentByColumn[column] == 0)
                continue;
            var points = criterion.PointsByColumn[column];
            score += points;
            contributions[count++] = new Contribution((byte)criterion.Index, criterion.State, criterion.FeatureOf(column), points);
        }
        return (score, count);
    }

    private void AddNeeds(EligibilityContext child)
    {
        var index = _catalogue.Index;
        for (var need = 0; need < child.Needs.Length; need++)
        {
            if (child.Needs[need] != NeedStrength.None)
                Add(need, (byte)child.Needs[need], new ArraySegment<byte>(index.Capability, need * index.Count, index.Count));
        }
        Justified = _criteria.JustifiedLevel(child.Needs, child.Law.ValidGrounds);
        Add(IntrusionIndex, (byte)Justified, index.Level);
    }

    /// <summary>
    /// Places built around a need that the child is known not to have. While a fact that could point to the need is unknown, nothing is
    /// said.
    /// </summary>
    private void AddSpecialised(EligibilityContext child, NeedsAssessment needs)
    {
        var index = _catalogue.Index;
        foreach (var need in CriterionShape.SpecialisedNeeds)
        {
            if (needs.IsKnownAbsent(need))
                Add(
                    Positions[CriterionShape.SpecialisedCode(need)],
                    2,
                    new ArraySegment<byte>(index.Capability, (int)need * index.Count, index.Count)
                );
        }
    }

    private void AddCompany(EligibilityContext child, NeedsAssessment needs)
    {
        if (_company is null)
            return;
        AddState(CriterionShape.PeerGang, Unknowable(child.Profile.Crime?.GangTies), _company.GangTies);
        var selfHarm = child.Needs[(int)Need.SelfHarmProtection];
        if (selfHarm != NeedStrength.None || needs.IsKnownAbsent(Need.SelfHarmProtection))
            Add(PeerSelfHarmIndex, (byte)PeerSelfHarmState(selfHarm), _company.SelfHarm);
        AddColumn(CriterionShape.PeerAge, 0, _company.Ages);
    }

    private void AddRelations(EligibilityContext child)
    {
        var profile = child.Profile;
        var features = _catalogue.Features;
        var matters = profile.Wishes.Matters;
        AddWish(CriterionShape.ChildWish, profile.Wishes.Child);
        AddWish(CriterionShape.ParentsWish, profile.Wishes.Parents);
        AddMatter(CriterionShape.MatterNearFamily, matters, Matter.NearFamily, features.NearFamily);
        AddMatter(CriterionShape.MatterKeepSchool, matters, Matter.KeepSchool, features.KeepsOwnSchool);
        AddMatter(CriterionShape.MatterSiblings, matters, Matter.Siblings, features.TakesSiblings);
        AddMatter(CriterionShape.MatterSmallHome, matters, Matter.SmallHome, features.SmallHome);
        AddMatter(CriterionShape.MatterKeepAdult, matters, Matter.KeepAdult, History.KeepsAdult(profile, _catalogue));
        AddColumn(CriterionShape.CurrentPlacement, 1, History.Continuity(profile, _catalogue));
        AddColumn(CriterionShape.EarlierBreakdown, 1, History.EarlierBreakdowns(profile, child.AsOf, _catalogue, _criteria.Care));
        if (History.BreakdownsByLevel(profile, withLaterLevels: _criteria.Care is not null) is { } breakdowns)
            Add(Positions[CriterionShape.BreakdownsAtLevel], 1, _catalogue.Index.Level, breakdowns);
        AddState(CriterionShape.TriedAtHome, History.TriedAtHome(profile), _catalogue.Index.Level);
        AddState(
            CriterionShape.ProtectiveFactors,
            profile.ProtectiveFactors is { } factors ? 1 + Math.Min(factors.Count, 3) : 0,
            _catalogue.Index.Level
        );
        AddState(CriterionShape.NetworkCarer, profile.NetworkCarer is { } carer ? 1 + (int)carer : 0, _catalogue.Index.Level);
        AddState(CriterionShape.SiblingsTogether, Unknowable(profile.SiblingsTogether), features.TakesSiblings);
        AddState(CriterionShape.FamilyContact, profile.FamilyContact is { } contact ? 1 + (int)contact : 0, features.FamilyDistance);
        AddState(CriterionShape.PeerCrime, CrimeState(profile.Crime?.Involvement), features.PeerCrime);
        AddColumn(CriterionShape.AgeFit, 0, AgeFit(child.AgeYears));
        AddColumn(CriterionShape.CognitionFit, 1, CognitionFit(profile.CognitiveLevel));
        AddState(CriterionShape.DecidedOutOfHome, child.Law.ValidGrounds.Any() ? 1 : 0, _catalogue.Index.Level);
        if (_criteria.Care is { } care)
            AddCare(child, care);
    }

    /// <summary>Criteria of version 1.1: the home, where the child thrives, younger children, the department beside a conflict.</summary>
    private void AddCare(EligibilityContext child, CareSettings care)
    {
        var profile = child.Profile;
        AddState(CriterionShape.HarmAtHome, profile.Home?.Harm is { } harm ? 1 + (int)harm : 0, _catalogue.Index.Level);
        AddState(
            CriterionShape.HomeCooperation,
            profile.Home?.Cooperation is { } cooperation ? 1 + (int)cooperation : 0,
            _catalogue.Index.Level
        );
        if (History.Continuity(profile, _catalogue) is { } current)
        {
            var here = Stability.NotLockedBeyond(current, Justified, _catalogue);
            AddState(CriterionShape.ThrivingHere, Unknowable(profile.Thriving), here);
            AddState(CriterionShape.ReasonsToStay, Stability.ReasonsToStay(child, care), here);
        }
        if (YoungerChildren.RiskOf(profile) is { } risk)
            AddState(CriterionShape.PeerYounger, 1 + (int)risk, child.YoungerChildren);
        if (child.BesideRefusedConflict() is { } beside)
            AddColumn(CriterionShape.ConflictAtInstitution, 1, beside);
    }

    private static FrozenSet<string> PathsOf(IEnumerable<CriterionShape> shapes) =>
        shapes.SelectMany(shape => shape.Basis).ToFrozenSet(StringComparer.Ordinal);

    private static int Unknowable(bool? value) =>
        value switch
        {
            null => 0,
            false => 1,
            true => 2,
        };

    private static int CrimeState(CrimeInvolvement? involvement) =>
        involvement switch
        {
            null => 0,
            CrimeInvolvement.None => 1,
            CrimeInvolvement.AtRisk => 2,
            _ => 3,
        };

    private byte[]? AgeFit(int age)
    {
        byte[]? column = null;
        var main = _catalogue.Index.MainAges;
        for (var placement = 0; placement < main.Length; placement++)
        {
            if (!main[placement].Holds(age))
                (column ??= new byte[main.Length])[placement] = 1;
        }
        return column;
    }

    /// <summary>
    /// How far the child's cognitive level lies from the nearest one in each place's target group: in it, one step, more.
    /// </summary>
    private byte[]? CognitionFit(CognitiveLevel? level)
    {
        if (level is not { } own)
            return null;
        byte[]? column = null;
        var groups = _catalogue.Index.CognitiveLevels;
        var fit = Enumerable.Range(0, 1 << Terms<CognitiveLevel>.All.Count).Select(group => FitOf(group, own)).ToArray();
        for (var placement = 0; placement < groups.Length; placement++)
        {
            if (fit[groups[placement]] is var steps and not 0)
                (column ??= new byte[groups.Length])[placement] = steps;
        }
        return column;
    }

    /// <summary>
    /// How many steps a level lies outside a group of levels (a bit for each): none, one, or more (2). A group of none says nothing.
    /// </summary>
    private static byte FitOf(int group, CognitiveLevel own)
    {
        var nearest = int.MaxValue;
        for (var level = 0; group >> level != 0; level++)
        {
            if ((group >> level & 1) != 0)
                nearest = Math.Min(nearest, Math.Abs(level - (int)own));
        }
        return nearest == int.MaxValue ? (byte)0 : (byte)Math.Min(nearest, 2);
    }

    private void AddWish(string code, IReadOnlyList<Wish>? wishes)
    {
        if (wishes is not { Count: > 0 })
            return;
        var column = new byte[_catalogue.Placements.Length];
        foreach (var wish in wishes)
        {
            if (_catalogue.TryFind(wish.PlacementId, out var placement))
                column[placement] = (byte)(1 + (int)wish.Stance);
        }
        AddColumn(code, 1, column);
    }

    private void AddMatter(string code, IReadOnlyList<Matter>? matters, Matter matter, byte[]? column)
    {
        if (matters?.Contains(matter) == true)
            AddColumn(code, 2, column);
    }

    private void AddColumn(string code, byte state, byte[]? column)
    {
        if (column is not null)
            Add(Positions[code], state, column);
    }

    private void AddState(string code, int state, byte[] column)
    {
        if (state != 0)
            Add(Positions[code], (byte)state, column);
    }

    private void Add(int criterion, byte state, ArraySegment<byte> column, byte[]? featureByColumn = null) =>
        _active.Add(new ActiveCriterion(criterion, _criteria.Criteria[criterion], state, column, featureByColumn));
}
