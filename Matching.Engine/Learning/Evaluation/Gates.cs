namespace Matching.Engine.Learning.Evaluation;

/// <summary>What the gates look at.</summary>
/// <param name="Measures">On children not trained on; null where there were too few breakdowns to tell.</param>
/// <param name="Certainty">Share of resamples in which the model beats the prior.</param>
/// <param name="Risk">Out of fold, by stay.</param>
internal sealed record GateEvidence(
    TrainingSet Data, EvaluatedTrainer Trainer, LearningSettings Settings, Measures? Measures, double? Certainty, IReadOnlyList<GroupFinding> Groups, double[]? Risk, Resamples? Resamples)
{
    public GateLimits Limits => Settings.Gates;
}

/// <summary>
/// What a model must pass before it may be used: the four faults that stopped an earlier model for notifications (leakage, a proxy for the outcome, instability, unfairness by age), and more. A gate
/// that cannot be assessed is not passed.
/// </summary>
public static class Gates
{
    public const string Leakage = "leakage", ProxyLabel = "proxy-label", GroupGaps = "group-gaps", Stability = "stability", RankStability = "rank-stability", Calibration = "calibration",
        AgeBands = "calibration-by-age", BeatsPrior = "beats-prior", LeastCases = "least-cases";

    private const int Refits = 10, MostProbed = 300;

    /// <summary>The gates that nobody can override.</summary>
    public static IReadOnlyList<string> NeverOverridden { get; } = [Leakage, ProxyLabel, GroupGaps];

    /// <summary>All gates, in the order they are told.</summary>
    public static IReadOnlyList<string> All { get; } = [Leakage, ProxyLabel, GroupGaps, Stability, RankStability, Calibration, AgeBands, BeatsPrior, LeastCases];

    internal static IReadOnlyList<GateFinding> Of(GateEvidence evidence, Draws draws) =>
    [
        LeakageOf(evidence), ProxyOf(evidence), GroupGapsOf(evidence), StabilityOf(evidence, draws), RankStabilityOf(evidence, draws), CalibrationFinding(evidence), AgeBandsOf(evidence), BeatsPriorOf(evidence),
        LeastCasesOf(evidence),
    ];

    private static GateFinding LeakageOf(GateEvidence evidence)
    {
        var (stays, limits) = (evidence.Data.Stays, evidence.Limits);
        // Where nothing is known of the child, there is nothing that could have been known too late.
        var undated = stays.Count(stay => stay.FactsAsOf is null && OutcomeFeature.All.Where((feature, index) => feature.Basis.Count > 0 && stay.Bins[index] != 0).Any());
        var late = stays.Count(stay => stay.FactsAsOf > stay.Start);
        var all = evidence.Measures?.Concordance?.Value;
        var one = evidence.Measures is null ? (double?)null : OutcomeFeature.All.Select((_, feature) => OneFact.Concordance(stays, feature)).Max();
        bool? passed = undated > 0 || late > 0 ? false : all is null || one is null ? null : all <= limits.MostConcordance && one <= limits.MostConcordanceOfOneFact;
        return new GateFinding(Leakage, passed, [("staysWithoutDates", Told(undated)), ("staysWithLaterFacts", Told(late)), ("concordance", all), ("concordanceOfOneFact", one)]);
    }

    private static GateFinding ProxyOf(GateEvidence evidence)
    {
        var broken = evidence.Data.Stays.Where(stay => stay.BrokeDown).ToList();
        if (broken.Count < ModelSupport.LeastChildren)
            return new GateFinding(ProxyLabel, null, [("reported", null), ("byTeam", null)]);
        var reported = broken.Count(stay => stay.ReportedBy is not null);
        var byTeam = broken.Count(stay => stay.ReportedBy == EndingReporter.Team);
        bool? passed = Share(reported) < evidence.Limits.LeastReported ? null : Share(byTeam) <= evidence.Limits.MostTeamReported;
        return new GateFinding(ProxyLabel, passed, [("reported", ToldShare(reported)), ("byTeam", ToldShare(byTeam))]);

        double Share(int count) => count / (double)broken.Count;
        double? ToldShare(int count) => Told(count) is null || Told(broken.Count - count) is null ? null : Share(count);
    }

    private static GateFinding GroupGapsOf(GateEvidence evidence)
    {
        var kinds = evidence.Groups.Where(group => group.Kind == GroupFindings.Sex || group.Kind.StartsWith(GroupFindings.Protected, StringComparison.Ordinal)).GroupBy(group => group.Kind).ToList();
        var largest = (double?)null;
        var (hasSex, hasProtected) = (false, false);
        foreach (var kind in kinds)
        {
            var gaps = kind.Where(group => group.Children >= evidence.Limits.LeastGroup && group.Gap is not null).Select(group => group.Gap!.Value).ToList();
            if (gaps.Count < 2)
                continue;
            hasSex |= kind.Key == GroupFindings.Sex;
            hasProtected |= kind.Key != GroupFindings.Sex;
            largest = Math.Max(largest ?? 0, gaps.Max() - gaps.Min());
        }
        return new GateFinding(
            GroupGaps, largest > evidence.Limits.MostGroupGap ? false : hasSex && hasProtected ? true : null, [("largestGap", largest), ("sexAssessed", hasSex ? 1 : 0), ("protectedAssessed", hasProtected ? 1 : 0)]);
    }

    /// <summary>No single answer may turn a risk round, nor may an answer that is not known.</summary>
    private static GateFinding StabilityOf(GateEvidence evidence, Draws draws)
    {
        if (evidence.Data.Stays.Count == 0)
            return new GateFinding(Stability, null, [("largestChange", null)]);
        var largest = 0.0;
        foreach (var stay in draws.Shuffled(evidence.Data.Stays.Count).Take(MostProbed).Select(index => evidence.Data.Stays[index]))
        {
            var bins = (byte[])stay.Bins.Clone();
            var risk = RiskOf(bins);
            for (var feature = 0; feature < bins.Length; feature++)
            {
                // The level of the place is no fact of the child.
                if (OutcomeFeature.All[feature].Basis.Count == 0)
                    continue;
                for (byte bin = 0; bin < OutcomeFeature.All[feature].Bins.Count; bin++)
                {
                    bins[feature] = bin;
                    largest = Math.Max(largest, Math.Abs(RiskOf(bins) - risk));
                }
                bins[feature] = stay.Bins[feature];
            }

            double RiskOf(byte[] known) => evidence.Trainer.Model.BreakdownWithin(TimeGrid.YearIntervals, known, stay.PlacementId);
        }
        return new GateFinding(Stability, largest <= evidence.Limits.MostRiskChange, [("largestChange", largest)]);
    }

    private static GateFinding RankStabilityOf(GateEvidence evidence, Draws draws)
    {
        if (evidence.Measures is null)
            return new GateFinding(RankStability, null, [("meanRankCorrelation", null)]);
        var stays = evidence.Data.Stays;
        var risk = Forecasts.Of(evidence.Trainer.Model, stays).Risk;
        var resamples = Resamples.Of(stays, Refits, draws);
        var mean = resamples.Counts.Average(counts =>
        {
            // A child drawn twice is two children to the trainer.
            var drawn = stays.SelectMany((stay, index) => Enumerable.Range(0, (int)counts[index]).Select(copy => stay with { Child = $"{stay.Child}#{copy}" })).ToList();
            return Ranks.Correlation(risk, Forecasts.Of(evidence.Trainer.Train(drawn), stays).Risk);
        });
        return new GateFinding(RankStability, mean >= evidence.Limits.LeastRankStability, [("meanRankCorrelation", mean)]);
    }

    private static GateFinding CalibrationFinding(GateEvidence evidence)
    {
        var (slope, gap, limits) = (evidence.Measures?.CalibrationSlope, evidence.Measures?.CalibrationInTheLarge, evidence.Limits);
        bool? passed = slope is null || gap is null || slope.Low is null ? null
            : slope.Value >= limits.LeastSlope && slope.Value <= limits.MostSlope && slope.Low <= 1 && slope.High >= 1 && Math.Abs(gap.Value) <= limits.MostGap;
        return new GateFinding(Calibration, passed, [("slope", slope?.Value), ("slopeLow", slope?.Low), ("slopeHigh", slope?.High), ("gap", gap?.Value)]);
    }

    /// <summary>Every age the model speaks of must have been judged, and found right.</summary>
    private static GateFinding AgeBandsOf(GateEvidence evidence)
    {
        var bands = evidence.Groups.Where(group => group.Kind == GroupFindings.Age && group.Name != OutcomeFeature.Unknown).ToList();
        var spoken = OutcomeFeature.Age.Bins.Skip(1).Where((_, index) =>
            evidence.Trainer.Support.Similar.Values.Any(ages => ages[index + 1] >= evidence.Settings.Use.LeastSimilarCases)).ToList();
        var judged = bands.Where(band => band.Children >= evidence.Limits.LeastGroup && band.Gap is not null).ToList();
        var largest = judged.Count == 0 ? (double?)null : judged.Max(band => Math.Abs(band.Gap!.Value));
        bool? passed = largest > evidence.Limits.MostGap ? false : judged.Count == 0 || spoken.Exists(age => judged.TrueForAll(band => band.Name != age)) ? null : true;
        return new GateFinding(AgeBands, passed, [("bandsJudged", judged.Count), ("largestGap", largest)]);
    }

    private static GateFinding BeatsPriorOf(GateEvidence evidence) => new(
        BeatsPrior, evidence.Certainty is { } certainty ? certainty >= evidence.Limits.LeastCertainty : null, [("certainty", evidence.Certainty)]);

    private static GateFinding LeastCasesOf(GateEvidence evidence)
    {
        var children = evidence.Data.Stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count();
        var breakdowns = evidence.Data.Stays.Count(stay => stay.BrokeDown);
        return new GateFinding(
            LeastCases, children >= evidence.Limits.LeastChildren && breakdowns >= evidence.Limits.LeastBreakdowns,
            [("children", children < ModelSupport.LeastChildren ? null : children), ("breakdowns", breakdowns < ModelSupport.LeastChildren ? null : breakdowns)]);
    }

    /// <summary>None tells of nobody; a few would.</summary>
    private static double? Told(int count) => count is > 0 and < ModelSupport.LeastChildren ? null : count;
}
