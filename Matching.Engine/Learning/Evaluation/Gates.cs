namespace Matching.Engine.Learning.Evaluation;

/// <summary>What the gates look at.</summary>
/// <param name="Measures">On children not trained on; null where there were too few breakdowns to say.</param>
/// <param name="Certainty">Share of resamples in which the model beats the prior.</param>
/// <param name="Groups">With their true figures: what is withheld when it is reported must not be withheld from a gate.</param>
/// <param name="Risk">Out of fold, by stay.</param>
internal sealed record GateEvidence(
    TrainingSet Data,
    EvaluatedTrainer Trainer,
    LearningSettings Settings,
    Measures? Measures,
    double? Certainty,
    IReadOnlyList<JudgedGroup> Groups,
    double[]? Risk,
    Resamples? Resamples
)
{
    public GateLimits Limits => Settings.Gates;
}

/// <summary>
/// What a model must pass before it may be used: the four faults that stopped an earlier model for notifications (leakage, a proxy for the
/// outcome, instability, unfairness by age), and more. A gate
/// that cannot be assessed is not passed.
/// </summary>
public static class Gates
{
    public const string Leakage = "leakage",
        ProxyLabel = "proxy-label",
        GroupGaps = "group-gaps",
        Stability = "stability",
        RankStability = "rank-stability",
        Calibration = "calibration",
        AgeBands = "calibration-by-age",
        BeatsPrior = "beats-prior",
        LeastCases = "least-cases";

    private const int Refits = 10,
        MostProbed = 300;

    /// <summary>The gates that nobody can override.</summary>
    public static IReadOnlyList<string> NeverOverridden { get; } = [Leakage, ProxyLabel, GroupGaps];

    /// <summary>All gates, in the order they are reported.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Leakage, ProxyLabel, GroupGaps, Stability, RankStability, Calibration, AgeBands, BeatsPrior, LeastCases];

    internal static IReadOnlyList<GateFinding> Of(GateEvidence evidence, Pcg32 draws) =>
        [
            LeakageOf(evidence),
            ProxyOf(evidence),
            GroupGapsOf(evidence),
            StabilityOf(evidence, draws),
            RankStabilityOf(evidence, draws),
            CalibrationFinding(evidence),
            AgeBandsOf(evidence),
            BeatsPriorOf(evidence),
            LeastCasesOf(evidence),
        ];

    private static GateFinding LeakageOf(GateEvidence evidence)
    {
        var (stays, limits) = (evidence.Data.Stays, evidence.Limits);
        // Where nothing is known of the child, there is nothing that could have been known too late.
        var (undated, late) = (stays.Count(IsUndated), stays.Count(IsLate));
        var all = evidence.Measures?.Concordance?.Value;
        var one = evidence.Measures is null
            ? (double?)null
            : OutcomeFeature.All.Select((_, feature) => OneFact.Concordance(stays, feature)).Max();
        bool? passed =
            undated > 0 || late > 0 ? false
            : all is null || one is null ? null
            : all <= limits.MostConcordance && one <= limits.MostConcordanceOfOneFact;
        return new GateFinding(
            Leakage,
            passed,
            [
                ("staysWithoutDates", Reported(stays, IsUndated)),
                ("staysWithLaterFacts", Reported(stays, IsLate)),
                ("concordance", all),
                ("concordanceOfOneFact", one),
            ]
        );

        static bool IsUndated(ObservedStay stay) =>
            stay.FactsAsOf is null && OutcomeFeature.All.Where((feature, index) => feature.Basis.Count > 0 && stay.Bins[index] != 0).Any();

        static bool IsLate(ObservedStay stay) => stay.FactsAsOf > stay.Start;
    }

    private static GateFinding ProxyOf(GateEvidence evidence)
    {
        var broken = evidence.Data.Stays.Where(stay => stay.BrokeDown).ToList();
        if (broken.Count < ModelSupport.LeastChildren)
            return new GateFinding(ProxyLabel, null, [("reported", null), ("byTeam", null)]);
        bool? passed = Share(IsReported) < evidence.Limits.LeastReported ? null : Share(IsByTeam) <= evidence.Limits.MostTeamReported;
        return new GateFinding(ProxyLabel, passed, [("reported", ReportedShare(IsReported)), ("byTeam", ReportedShare(IsByTeam))]);

        static bool IsReported(ObservedStay stay) => stay.ReportedBy is not null;
        static bool IsByTeam(ObservedStay stay) => stay.ReportedBy == EndingReporter.Team;
        double Share(Func<ObservedStay, bool> isIn) => broken.Count(isIn) / (double)broken.Count;
        double? ReportedShare(Func<ObservedStay, bool> isIn) => Reported(broken, isIn) is null ? null : Share(isIn);
    }

    /// <summary>
    /// Sex, and every protected attribute there is, must be known of nearly all children and have two groups large enough to compare; those
    /// that are required must be there.
    /// </summary>
    private static GateFinding GroupGapsOf(GateEvidence evidence)
    {
        var limits = evidence.Limits;
        var kinds = evidence
            .Groups.Where(group =>
                group.Kind == GroupFindings.Sex || group.Kind.StartsWith(GroupFindings.Protected, StringComparison.Ordinal)
            )
            .GroupBy(group => group.Kind)
            .ToDictionary(kind => kind.Key, kind => kind.ToList(), StringComparer.Ordinal);
        var attributes = evidence
            .Data.ProtectedByChild.Values.SelectMany(told => told.Keys)
            .Concat(limits.RequiredAttributes)
            .Select(name => GroupFindings.Protected + name);
        var (largest, isReported, assessed, notAssessed) = ((double?)null, true, 0, 0);
        foreach (var kind in attributes.Prepend(GroupFindings.Sex).Distinct(StringComparer.Ordinal))
        {
            var groups = kinds.GetValueOrDefault(kind, []).Where(group => group.Children >= limits.LeastGroup).ToList();
            if (groups.Count >= 2)
            {
                largest = Math.Max(largest ?? 0, groups.Max(group => group.Gap) - groups.Min(group => group.Gap));
                isReported &= AreTold(groups);
            }
            var known = groups.Count >= 2 && ShareKnown(evidence.Data, kind) >= limits.LeastAttributeKnown;
            (assessed, notAssessed) = known ? (assessed + 1, notAssessed) : (assessed, notAssessed + 1);
        }
        bool? passed =
            largest > limits.MostGroupGap ? false
            : notAssessed == 0 && assessed > 1 ? true
            : null;
        return new GateFinding(
            GroupGaps,
            passed,
            [("largestGap", isReported ? largest : null), ("assessed", assessed), ("notAssessed", notAssessed)]
        );
    }

    private static double ShareKnown(TrainingSet data, string kind)
    {
        var children = data.Stays.GroupBy(stay => stay.Child, StringComparer.Ordinal).ToList();
        var known = children.Count(child =>
            kind == GroupFindings.Sex
                ? child.Any(stay => stay.Sex is not null)
                : data.ProtectedByChild.TryGetValue(child.Key, out var told) && told.ContainsKey(kind[GroupFindings.Protected.Length..])
        );
        return children.Count == 0 ? 0 : (double)known / children.Count;
    }

    /// <summary>No single answer may turn a risk round, nor may an answer that is not known.</summary>
    private static GateFinding StabilityOf(GateEvidence evidence, Pcg32 draws)
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
                // The level of the place is no fact, and what it adds is never points.
                if (OutcomeFeature.All[feature].Code == OutcomeFeature.Level)
                    continue;
                for (byte bin = 0; bin < OutcomeFeature.All[feature].Bins.Count; bin++)
                {
                    bins[feature] = bin;
                    largest = Math.Max(largest, Math.Abs(RiskOf(bins) - risk));
                }
                bins[feature] = stay.Bins[feature];
            }

            double RiskOf(byte[] known) => evidence.Trainer.Model.BreakdownWithinYear(known, stay.PlacementId);
        }
        return new GateFinding(Stability, largest <= evidence.Limits.MostRiskChange, [("largestChange", largest)]);
    }

    /// <summary>
    /// Models of resampled children must put the stays in much the same order. Reported of few breakdowns too, where it is the most that
    /// can be said; passed only where there are enough.
    /// </summary>
    private static GateFinding RankStabilityOf(GateEvidence evidence, Pcg32 draws)
    {
        var stays = evidence.Data.Stays;
        if (stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count() < ModelSupport.LeastChildren)
            return new GateFinding(RankStability, null, [("meanRankCorrelation", null)]);
        var risk = Forecasts.Of(evidence.Trainer.Model, stays).Risk;
        var resamples = Resamples.Of(stays, Refits, draws);
        var mean = resamples.Counts.Average(counts =>
        {
            // A child drawn twice is two children to the trainer.
            var drawn = stays
                .SelectMany(
                    (stay, index) => Enumerable.Range(0, (int)counts[index]).Select(copy => stay with { Child = $"{stay.Child}#{copy}" })
                )
                .ToList();
            return Ranks.Correlation(risk, Forecasts.Of(evidence.Trainer.Train(drawn), stays).Risk);
        });
        return new GateFinding(
            RankStability,
            evidence.Measures is null ? null : mean >= evidence.Limits.LeastRankStability,
            [("meanRankCorrelation", mean)]
        );
    }

    private static GateFinding CalibrationFinding(GateEvidence evidence)
    {
        var (slope, gap, limits) = (evidence.Measures?.CalibrationSlope, evidence.Measures?.CalibrationInTheLarge, evidence.Limits);
        bool? passed =
            slope is null || gap is null || slope.Low is null
                ? null
                : slope.Value >= limits.LeastSlope
                    && slope.Value <= limits.MostSlope
                    && slope.Low <= 1
                    && slope.High >= 1
                    && Math.Abs(gap.Value) <= limits.MostGap;
        return new GateFinding(
            Calibration,
            passed,
            [("slope", slope?.Value), ("slopeLow", slope?.Low), ("slopeHigh", slope?.High), ("gap", gap?.Value)]
        );
    }

    /// <summary>Every age the model speaks of must have been judged, and found right.</summary>
    private static GateFinding AgeBandsOf(GateEvidence evidence)
    {
        var bands = evidence.Groups.Where(group => group.Kind == GroupFindings.Age && group.Told.Name != OutcomeFeature.Unknown).ToList();
        var spoken = OutcomeFeature
            .Age.Bins.Skip(1)
            .Where(
                (_, index) =>
                    evidence.Trainer.Support.Similar.Values.Any(ages => ages[index + 1] >= evidence.Settings.Use.LeastSimilarCases)
            )
            .ToList();
        var judged = bands.Where(band => band.Children >= evidence.Limits.LeastGroup).ToList();
        var largest = judged.Count == 0 ? (double?)null : judged.Max(band => Math.Abs(band.Gap));
        bool? passed =
            largest > evidence.Limits.MostGap ? false
            : judged.Count == 0 || spoken.Exists(age => judged.TrueForAll(band => band.Told.Name != age)) ? null
            : true;
        return new GateFinding(AgeBands, passed, [("bandsJudged", judged.Count), ("largestGap", AreTold(judged) ? largest : null)]);
    }

    private static GateFinding BeatsPriorOf(GateEvidence evidence) =>
        new(
            BeatsPrior,
            evidence.Certainty is { } certainty ? certainty >= evidence.Limits.LeastCertainty : null,
            [("certainty", evidence.Certainty)]
        );

    private static GateFinding LeastCasesOf(GateEvidence evidence)
    {
        var children = evidence.Data.Stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count();
        var breakdowns = evidence.Data.Stays.Count(stay => stay.BrokeDown);
        return new GateFinding(
            LeastCases,
            children >= evidence.Limits.LeastChildren && breakdowns >= evidence.Limits.LeastBreakdowns,
            [
                ("children", children < ModelSupport.LeastChildren ? null : children),
                ("breakdowns", SheetCount.Among(evidence.Data.Stays, stay => stay.BrokeDown).Stays),
            ]
        );
    }

    // A difference between groups would give away, with what is predicted of each, what was seen of one that is withheld.
    private static bool AreTold(IReadOnlyList<JudgedGroup> groups) => groups.All(group => group.Told.Gap is not null);

    /// <summary>How many of some stays are in a group. None says of nobody; a few would, and so would all but a few.</summary>
    private static double? Reported(IReadOnlyList<ObservedStay> stays, Func<ObservedStay, bool> isIn)
    {
        var parts = stays.ToLookup(isIn);
        return IsFew(parts[true]) || IsFew(parts[false]) ? null : parts[true].Count();

        static bool IsFew(IEnumerable<ObservedStay> part) =>
            part.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count() is > 0 and < ModelSupport.LeastChildren;
    }
}
