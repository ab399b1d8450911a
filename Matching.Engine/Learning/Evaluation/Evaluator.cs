namespace Matching.Engine.Learning.Evaluation;

/// <summary>
/// Judges a way to make a model. Every stay is predicted by a model that never saw the child; the choices within training (how far causes
/// and places differ) are made again each time, so
/// they are judged too. The same data and seed give the same findings.
/// </summary>
public sealed class Evaluator
{
    private const int FoldCount = 5,
        Samples = 200,
        PriorDraws = 200;
    private const double EarlierShare = 0.7;

    // Nats per stay: what is less comes of rounding.
    private const double NoGain = 1e-6;

    private const string BaseRate = "base-rate";
    private static readonly double[] LearningShares = [0.25, 0.5, 0.75];

    // Streams of the seed, by what they are drawn for.
    private const int ForFolds = 1,
        ForSamples = 2,
        ForRefits = 3,
        ForPrior = 4,
        ForLearning = 5;

    private readonly TrainingSet _data;
    private readonly EvaluatedTrainer _trainer;
    private readonly HazardPrior _prior;
    private readonly LearningSettings _settings;
    private readonly int _seed;
    private readonly Action<double> _progress;

    private Evaluator(
        TrainingSet data,
        EvaluatedTrainer trainer,
        HazardPrior prior,
        LearningSettings settings,
        int seed,
        Action<double> progress
    ) => (_data, _trainer, _prior, _settings, _seed, _progress) = (data, trainer, prior, settings, seed, progress);

    /// <summary>Judges.</summary>
    /// <param name="data">The stays.</param>
    /// <param name="trainer">What is judged.</param>
    /// <param name="prior">What is believed before any data.</param>
    /// <param name="settings">What a model must reach.</param>
    /// <param name="seed">Of everything drawn.</param>
    /// <param name="progress">Reported how far it is, from 0 to 1.</param>
    public static ModelEvaluation Of(
        TrainingSet data,
        EvaluatedTrainer trainer,
        HazardPrior prior,
        LearningSettings settings,
        int seed,
        Action<double>? progress = null
    ) => new Evaluator(data.ToReportable(), trainer, prior, settings, seed, progress ?? (_ => { })).Run();

    private ModelEvaluation Run()
    {
        var stays = _data.Stays;
        var children = ChildrenOf(stays);
        var breakdowns = stays.Count(stay => stay.BrokeDown);
        var toldBreakdowns = SheetCount.Among(stays, stay => stay.BrokeDown).Stays;
        // Of none and of few the same is told.
        var (toldStays, toldChildren) = children < ModelSupport.LeastChildren ? ((int?)null, (int?)null) : (stays.Count, children);
        var parted = breakdowns >= _settings.Gates.LeastBreakdowns && children >= _settings.Gates.LeastChildren;
        var prior = AdditiveTrainer.Tables([], _prior);
        var check = PriorExpectation.Of(_prior, stays, PriorDraws, new Pcg32(_seed, ForPrior));
        if (!parted)
        {
            return new ModelEvaluation(
                toldStays,
                toldChildren,
                toldBreakdowns,
                false,
                [],
                [],
                [],
                [],
                check,
                [],
                Gates.Of(new GateEvidence(_data, _trainer, _settings, null, null, [], null, null), new Pcg32(_seed, ForRefits))
            );
        }
        var folds = Folds.Of(stays, FoldCount, new Pcg32(_seed, ForFolds));
        var resamples = Resamples.Of(stays, Samples, new Pcg32(_seed, ForSamples));
        var own = Forecasts.OutOfFold(_trainer.Train, stays, folds);
        _progress(0.4);
        var rivals = new List<(string Name, Forecasts Forecasts)>
        {
            ("prior", Forecasts.Of(prior, stays)),
            (BaseRate, Forecasts.OutOfFold(HazardFit.BaseRate, stays, folds)),
            ("logistic", Forecasts.OutOfFold(AdditiveTrainer.PlainLogistic, stays, folds)),
        };
        if (_trainer.Champion is { } champion)
            rivals.Add(("champion", Forecasts.Of(champion, stays)));
        _progress(0.6);
        var told = Reported(own, rivals, stays, resamples);
        var groups = GroupFindings.Of(_data, own, resamples);
        var later = Later();
        _progress(0.8);
        var gates = Gates.Of(
            new GateEvidence(
                _data,
                _trainer,
                _settings,
                told[0].Measures,
                Certainty(own, rivals[0].Forecasts, resamples),
                groups,
                own.Risk,
                resamples
            ),
            new Pcg32(_seed, ForRefits)
        );
        _progress(0.9);
        return new ModelEvaluation(
            toldStays,
            toldChildren,
            toldBreakdowns,
            true,
            told,
            later,
            CalibrationOf.Curve(own.Risk, Horizon.Of(stays), stays, resamples),
            [.. groups.Select(group => group.Told)],
            check,
            LearningCurve(folds),
            gates
        );
    }

    private static IReadOnlyList<Rival> Reported(
        Forecasts own,
        List<(string Name, Forecasts Forecasts)> rivals,
        IReadOnlyList<ObservedStay> stays,
        Resamples resamples
    ) =>
        [
            new Rival("model", Measures.Of(own, stays, resamples), null),
            .. rivals.Select(rival => new Rival(
                rival.Name,
                Fitting(rival.Name, Measures.Of(rival.Forecasts, stays, resamples)),
                Gain(own, rival.Forecasts, resamples)
            )),
        ];

    // One rate for all puts nobody in order: what small differences between folds would give is no finding.
    private static Measures Fitting(string rival, Measures measures) =>
        rival == BaseRate ? measures with { CalibrationSlope = null, Concordance = null } : measures;

    private static Figure? Gain(Forecasts own, Forecasts other, Resamples resamples)
    {
        var gain = Difference(own, other);
        return resamples.Figure(sample => Measures.Mean(gain, sample), Enumerable.Repeat(1.0, gain.Length).ToArray());
    }

    private static double Certainty(Forecasts own, Forecasts prior, Resamples resamples)
    {
        var gain = Difference(own, prior);
        return resamples.ShareAbove(sample => Measures.Mean(gain, sample) - NoGain);
    }

    private static double[] Difference(Forecasts own, Forecasts other) =>
        [.. own.LogLikelihood.Zip(other.LogLikelihood, (one, two) => one - two)];

    /// <summary>Trained on what was known when the later stays began: the earlier ones, watched until then.</summary>
    private List<Rival> Later()
    {
        var starts = _data.Stays.Select(stay => stay.Start).Order().ToArray();
        var cut = starts[(int)(EarlierShare * (starts.Length - 1))];
        var earlier = _data.Stays.Where(stay => stay.Start < cut).Select(stay => stay.WatchedUntil(cut)).ToList();
        var seen = earlier.Select(stay => stay.Child).ToHashSet(StringComparer.Ordinal);
        var later = _data.Stays.Where(stay => stay.Start >= cut && !seen.Contains(stay.Child)).ToList();
        if (
            ChildrenOf(earlier) < _settings.Gates.LeastGroup
            || ChildrenOf(later) < _settings.Gates.LeastGroup
            || !later.Exists(stay => stay.BrokeDown)
        )
            return [];
        var resamples = Resamples.Of(later, Samples, new Pcg32(_seed, ForSamples));
        var rivals = new List<(string Name, Forecasts Forecasts)>
        {
            ("prior", Forecasts.Of(AdditiveTrainer.Tables([], _prior), later)),
            (BaseRate, Forecasts.Of(HazardFit.BaseRate(earlier), later)),
            ("logistic", Forecasts.Of(AdditiveTrainer.PlainLogistic(earlier), later)),
        };
        if (_trainer.Champion is { } champion)
            rivals.Add(("champion", Forecasts.Of(champion, later)));
        return [.. Reported(Forecasts.Of(_trainer.Train(earlier), later), rivals, later, resamples)];
    }

    private List<(int Children, double LogLoss)> LearningCurve(Folds folds)
    {
        var points = new List<(int, double)>();
        foreach (var share in LearningShares)
        {
            var draws = new Pcg32(_seed, ForLearning);
            var trainedOn = new List<int>();
            var forecasts = Forecasts.OutOfFold(
                stays =>
                {
                    var children = stays
                        .Select(stay => stay.Child)
                        .Distinct(StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal)
                        .ToArray();
                    var kept = draws
                        .Shuffled(children.Length)
                        .Take((int)(share * children.Length))
                        .Select(child => children[child])
                        .ToHashSet(StringComparer.Ordinal);
                    trainedOn.Add(kept.Count);
                    return _trainer.Train([.. stays.Where(stay => kept.Contains(stay.Child))]);
                },
                _data.Stays,
                folds
            );
            points.Add(((int)trainedOn.Average(), -forecasts.LogLikelihood.Average()));
        }
        return points;
    }

    private static int ChildrenOf(IEnumerable<ObservedStay> stays) =>
        stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count();
}
