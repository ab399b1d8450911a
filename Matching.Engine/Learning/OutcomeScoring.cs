using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Learning;

/// <summary>
/// What a model says of one child at the places that are possible: the risk at each, and points for what says the places of one level
/// apart. Locks prevent breakdowns mechanically, so a place is
/// only held against the mean of its own level, and the effect of a level is never points. Where the model abstains there are none, and
/// neither where it speaks of one place of a level only.
/// </summary>
/// <remarks>Effects are rounded once, to millionths of a logit; points are computed from those in whole numbers.</remarks>
public sealed class OutcomeScoring
{
    private const int LogitParts = 1_000_000;
    private const short NotAdmitted = -1;
    private static readonly int WishBins = OutcomeFeature.All[OutcomeCriterion.ChildWishFeature].Bins.Count;
    private static readonly int NeedBins = OutcomeFeature.All[OutcomeCriterion.UnmetNeedsFeature].Bins.Count;

    private readonly Catalogue _catalogue;
    private readonly AbstentionReason? _silence;
    private readonly short[] _kindOf = [];
    private readonly OutcomeKind?[] _kinds = [];
    private readonly OutcomeEffect[] _places = [];
    private readonly LevelTotal[] _levels = [];
    private OutcomeDraws? _draws;

    private OutcomeScoring(FittedModel model, Catalogue catalogue, AbstentionReason silence) =>
        (Model, _catalogue, _silence) = (model, catalogue, silence);

    private OutcomeScoring(
        FittedModel model,
        Catalogue catalogue,
        EligibilityContext child,
        NeedsAssessment needs,
        CriteriaSet criteria,
        IReadOnlyList<EligiblePlacement> admitted
    )
    {
        (Model, _catalogue) = (model, catalogue);
        _kindOf = new short[catalogue.Placements.Length];
        Array.Fill(_kindOf, NotAdmitted);
        _kinds = new OutcomeKind?[Terms<Level>.All.Count * NeedBins * WishBins];
        _levels = new LevelTotal[Terms<Level>.All.Count];
        _places = PlaceEffects(model, catalogue);
        var index = catalogue.Index;
        var wishes = WishBinsAt(child, needs, catalogue, criteria);
        for (var i = 0; i < admitted.Count; i++)
        {
            // Only three features look at the place; places that are alike in them share all that follows.
            var placement = admitted[i].Placement;
            var (level, wish) = (index.Level[placement], wishes is null ? 0 : wishes[placement]);
            var kind = (level * NeedBins + UnmetBin(child, criteria, index, placement)) * WishBins + wish;
            _kindOf[placement] = (short)kind;
            if (
                (_kinds[kind] ??= OutcomeKind.Of(model, new FeatureSource(child, needs, catalogue.Placements[placement], criteria))).Reason
                is null
            )
                _levels[level].Add(_kinds[kind]!, _places[placement]);
        }
        foreach (var kind in _kinds)
            kind?.Weigh(_levels[(int)kind.Level], model.Use.PointsPerLogit);
    }

    /// <summary>The model.</summary>
    public FittedModel Model { get; }

    /// <summary>How sure the points are, draw by draw.</summary>
    internal OutcomeDraws Draws => _draws ??= new OutcomeDraws(this, _catalogue);

    /// <summary>Weighs a case at the places that the gates let through.</summary>
    public static OutcomeScoring Of(
        EligibilityContext child,
        NeedsAssessment needs,
        Catalogue catalogue,
        CriteriaSet criteria,
        FittedModel model,
        IReadOnlyList<EligiblePlacement> admitted
    ) =>
        SilenceOn(child, needs, catalogue, criteria, model) is { } silence
            ? new OutcomeScoring(model, catalogue, silence)
            : new OutcomeScoring(model, catalogue, child, needs, criteria, admitted);

    /// <summary>
    /// Why a model says nothing of a child at any place, as far as that can be reported without asking about the places; null where it may
    /// say something.
    /// </summary>
    internal static AbstentionReason? SilenceOn(
        EligibilityContext child,
        NeedsAssessment needs,
        Catalogue catalogue,
        CriteriaSet criteria,
        FittedModel model
    )
    {
        if (IsDecidedByCourt(child.Profile.Legal))
            return AbstentionReason.CourtTrack;
        if (catalogue.Placements is not [var any, ..])
            return AbstentionReason.TooFewSimilarCases;
        var age = OutcomeFeature.Age.BinOf(new FeatureSource(child, needs, any, criteria));
        return Terms<Level>.All.Any(level => model.Support.SimilarTo(level, age) >= model.Use.LeastSimilarCases)
            ? null
            : AbstentionReason.TooFewSimilarCases;
    }

    /// <summary>
    /// How many known facts about a child itself are too rare in the data: with the needs and the wishes all that points can change with
    /// while the places stay.
    /// </summary>
    internal static int UnseenFacts(
        EligibilityContext child,
        NeedsAssessment needs,
        Catalogue catalogue,
        CriteriaSet criteria,
        FittedModel model
    )
    {
        if (catalogue.Placements is not [var any, ..])
            return 0;
        var bins = OutcomeFeature.Of(new FeatureSource(child, needs, any, criteria));
        (bins[OutcomeCriterion.UnmetNeedsFeature], bins[OutcomeCriterion.ChildWishFeature]) = (0, 0);
        return model.Support.UnseenAmong(bins);
    }

    /// <summary>The points at a place, in hundredths.</summary>
    public int PointsAt(int placement) =>
        KindAt(placement) is { Reason: null } kind ? kind.UnmetPoints + kind.WishPoints + PlacePoints(kind, placement) : 0;

    /// <summary>Why nothing is said of a place that is possible; null where something is.</summary>
    public AbstentionReason? AbstainsAt(int placement) => _silence ?? KindAt(placement)?.Reason;

    /// <summary>The risks at places, in their order; those that the gates refuse must not be asked about.</summary>
    public OutcomeRisk[] RisksAt(IReadOnlyList<int> placements)
    {
        // Places without an effect of their own that are alike in all else share their risk.
        var shared = new Dictionary<OutcomeKind, OutcomeRisk>(ReferenceEqualityComparer.Instance);
        var risks = new OutcomeRisk[placements.Count];
        for (var i = 0; i < risks.Length; i++)
        {
            var id = _catalogue.Placements[placements[i]].Id;
            if (KindAt(placements[i]) is not { } kind)
                risks[i] = OutcomeRisk.Abstained(
                    _silence ?? throw new ArgumentException("A place that is excluded has no risk.", nameof(placements))
                );
            else if (_places[placements[i]].IsOwn)
                risks[i] = Model.Risk(kind.Bins, id, kind.Level);
            else if (!shared.TryGetValue(kind, out risks[i]!))
                risks[i] = shared[kind] = Model.Risk(kind.Bins, id, kind.Level);
        }
        return risks;
    }

    /// <summary>Scores a place: writes its contributions, and returns their sum in hundredths and how many there are.</summary>
    internal (int Score, int Count) Score(int placement, Span<Contribution> contributions)
    {
        if (KindAt(placement) is not { Reason: null } kind)
            return (0, 0);
        var count = 0;
        var score =
            Add(contributions, ref count, OutcomeCriterion.UnmetNeeds, kind.UnmetBin, kind.UnmetPoints)
            + Add(contributions, ref count, OutcomeCriterion.ChildWish, kind.WishBin, kind.WishPoints)
            + Add(
                contributions,
                ref count,
                OutcomeCriterion.Place,
                _places[placement].IsOwn ? OutcomeCriterion.Seen : OutcomeCriterion.Unseen,
                PlacePoints(kind, placement)
            );
        return (score, count);
    }

    /// <summary>What the place shares with others; null where nothing can be said.</summary>
    internal OutcomeKind? KindAt(int placement) =>
        _silence is null && _kindOf[placement] is var kind and not NotAdmitted ? _kinds[kind] : null;

    /// <summary>The place's own effect.</summary>
    internal OutcomeEffect PlaceEffectAt(int placement) => _places[placement];

    /// <summary>How many places of a level are compared.</summary>
    internal int ComparedAt(Level level) => _levels.Length == 0 ? 0 : _levels[(int)level].Count;

    private int PlacePoints(OutcomeKind kind, int placement)
    {
        ref readonly var level = ref _levels[(int)kind.Level];
        return level.Points(level.Place, _places[placement].Logit, Model.Use.PointsPerLogit);
    }

    private static int Add(Span<Contribution> contributions, ref int count, int criterion, byte feature, int points)
    {
        if (points != 0)
            contributions[count++] = new Contribution(
                (byte)criterion,
                points > 0 ? OutcomeCriterion.LessRisk : OutcomeCriterion.MoreRisk,
                feature,
                points
            );
        return points;
    }

    private static OutcomeEffect[] PlaceEffects(FittedModel model, Catalogue catalogue)
    {
        var effects = new OutcomeEffect[catalogue.Placements.Length];
        Array.Fill(effects, OutcomeEffect.Of(model.EffectOf("")));
        foreach (var id in model.Tables.Places.Keys)
        {
            if (catalogue.TryFind(id, out var placement))
                effects[placement] = OutcomeEffect.Of(model.EffectOf(id)) with { IsOwn = true };
        }
        return effects;
    }

    /// <summary>The bin of the needs a place leaves unmet, as the feature has it; asked thousands of times for one ranking.</summary>
    private static int UnmetBin(EligibilityContext child, CriteriaSet criteria, PlacementIndex index, int placement)
    {
        var unmet = 0;
        foreach (var need in child.ClearNeeds)
        {
            var capability = index.Capability[need * index.Count + placement];
            if (capability == PlacementIndex.UnknownCapability)
                return 0;
            unmet += criteria.IsUnmet(child.Needs[need], capability) ? 1 : 0;
        }
        return 1 + Math.Min(unmet, NeedBins - 2);
    }

    /// <summary>The bin of the child's wish at each place; null where the child has not been asked.</summary>
    private static byte[]? WishBinsAt(EligibilityContext child, NeedsAssessment needs, Catalogue catalogue, CriteriaSet criteria)
    {
        if (child.Profile.Wishes.Child is not { } wishes)
            return null;
        var feature = OutcomeFeature.All[OutcomeCriterion.ChildWishFeature];
        var bins = new byte[catalogue.Placements.Length];
        Array.Fill(bins, (byte)1); // None: what others are held against.
        foreach (var wish in wishes)
        {
            if (catalogue.TryFind(wish.PlacementId, out var placement))
                bins[placement] = feature.BinOf(new FeatureSource(child, needs, catalogue.Placements[placement], criteria));
        }
        return bins;
    }

    /// <summary>Remand, sentences and youth sanctions last as long as a court says; no model is trained on them.</summary>
    private static bool IsDecidedByCourt(LegalPosition legal) =>
        legal.DecidedBy == Decider.Court
        || legal.Grounds?.Any(ground => ground is Ground.RemandSurrogate or Ground.Sentence or Ground.YouthSanction) == true;

    /// <summary>The places of one level that the model speaks of: how many, and the sums of their effects.</summary>
    internal struct LevelTotal
    {
        public int Count { get; private set; }

        public long Unmet { get; private set; }

        public long Wish { get; private set; }

        public long Place { get; private set; }

        public void Add(OutcomeKind kind, OutcomeEffect place) =>
            (Count, Unmet, Wish, Place) = (Count + 1, Unmet + kind.Unmet.Logit, Wish + kind.Wish.Logit, Place + place.Logit);

        /// <summary>Points in hundredths for an effect below the mean, rounded once, half away from zero.</summary>
        public readonly int Points(long sum, int effect, int pointsPerLogit)
        {
            const int hundredths = 100;
            var (product, whole) = ((sum - (long)Count * effect) * pointsPerLogit * hundredths, (long)Count * LogitParts);
            return (int)((product + (product < 0 ? -whole : whole) / 2) / whole);
        }
    }
}
