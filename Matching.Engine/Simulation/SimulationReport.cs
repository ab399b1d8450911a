using Matching.Engine.Learning;
using Matching.Engine.Parsing;

namespace Matching.Engine.Simulation;

/// <summary>What the policies came to over all replications, with 90 percent intervals over replications drawn again.</summary>
/// <param name="Settings">What was simulated.</param>
/// <param name="PlanVersion">Hash of the plan of the city.</param>
/// <param name="StaysPerReplication">Mean number of children that each policy placed.</param>
/// <param name="Policies">By <see cref="PolicyKind"/>.</param>
public sealed record SimulationReport(
    SimulationSettings Settings,
    string PlanVersion,
    double StaysPerReplication,
    IReadOnlyList<PolicyResult> Policies
)
{
    private const double Hundred = 100;

    /// <summary>Below so many breakdowns in 100 stays there is nothing to gain, and no share of it.</summary>
    private const double LeastGain = 0.01;

    internal static SimulationReport Of(SimulationSettings settings, CityPlan plan, Tally[][] replications, Pcg32 draws, int resamples)
    {
        var once = Enumerable.Range(0, replications.Length).ToArray();
        var drawn = new int[resamples][];
        for (var resample = 0; resample < resamples; resample++)
        {
            drawn[resample] = new int[replications.Length];
            for (var i = 0; i < replications.Length; i++)
                drawn[resample][i] = draws.Below(replications.Length);
        }
        var results = Terms<PolicyKind>
            .All.Select(kind => new PolicyResult(
                kind,
                Reported(of => PerHundred(of, kind)),
                Reported(of => PerHundred(of, PolicyKind.PastPractice) - PerHundred(of, kind)),
                ShareOfGain(kind),
                Rate(once, kind, tally => tally.BrokeDown),
                Rate(once, kind, tally => tally.Escalated),
                Rate(once, kind, tally => tally.OverCapacity),
                [.. Terms<ChildGroup>.All.Select(group => GroupRate(kind, group))]
            ))
            .ToList();
        return new SimulationReport(settings, plan.Version, replications.Average(one => one[0].Stays), results);

        Estimate Reported(Func<int[], double> figure) => BootstrapInterval.Of(figure(once), [.. drawn.Select(figure)]);

        double Rate(int[] of, PolicyKind kind, Func<Tally, double> count) =>
            Hundred * of.Sum(one => count(replications[one][(int)kind])) / Math.Max(1, of.Sum(one => replications[one][(int)kind].Stays));

        double PerHundred(int[] of, PolicyKind kind) => Rate(of, kind, tally => tally.Risk);

        double Gain(int[] of, PolicyKind kind) => PerHundred(of, PolicyKind.PastPractice) - PerHundred(of, kind);

        Estimate? ShareOfGain(PolicyKind kind) =>
            Reported(of => Gain(of, PolicyKind.Oracle)).Low < LeastGain
                ? null
                : Reported(of => Gain(of, kind) / Gain(of, PolicyKind.Oracle));

        double GroupRate(PolicyKind kind, ChildGroup group) =>
            Hundred
            * once.Sum(one => replications[one][(int)kind].RiskByGroup[(int)group])
            / Math.Max(1, once.Sum(one => replications[one][(int)kind].StaysByGroup[(int)group]));
    }
}

/// <summary>What one policy came to.</summary>
/// <param name="Policy">Which.</param>
/// <param name="BreakdownsPer100">Expected breakdowns within a year of 100 stays.</param>
/// <param name="FewerPer100">How many fewer than under past practice; the same children in both.</param>
/// <param name="ShareOfGain">How much of what the oracle gains over past practice; null where there is nothing to gain.</param>
/// <param name="HappenedPer100">Breakdowns that did happen, by chance as it fell.</param>
/// <param name="EscalationsPer100">Moves to a more locked level within a year.</param>
/// <param name="OverCapacityPer100">Children for whom a full place made room.</param>
/// <param name="ByGroup">By <see cref="ChildGroup"/>: expected breakdowns within a year of 100 stays.</param>
public sealed record PolicyResult(
    PolicyKind Policy,
    Estimate BreakdownsPer100,
    Estimate FewerPer100,
    Estimate? ShareOfGain,
    double HappenedPer100,
    double EscalationsPer100,
    double OverCapacityPer100,
    IReadOnlyList<double> ByGroup
);
