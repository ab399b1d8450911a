using Matching.Engine.Parsing;
using Matching.Engine.Simulation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Simulation;

public sealed class PolicyComparisonTests
{
    private static readonly Lazy<SimulationReport> Prior = new(() => Run(TruthKind.Prior));
    private static readonly Lazy<SimulationReport> Flat = new(() => Run(TruthKind.Flat));

    [Test]
    public void Every_policy_is_there_once_in_a_fixed_order() =>
        Assert.That(Prior.Value.Policies.Select(result => result.Policy), Is.EqualTo(Terms<PolicyKind>.All));

    [Test]
    public void The_oracle_has_the_fewest_breakdowns_and_reaches_its_own_gain()
    {
        var oracle = Of(Prior.Value, PolicyKind.Oracle);

        Assert.That(Prior.Value.Policies.Where(result => result.BreakdownsPer100.Value < oracle.BreakdownsPer100.Value), Is.Empty);
        Assert.That(oracle.FewerPer100.Low, Is.GreaterThan(0));
        Assert.That(oracle.ShareOfGain!.Value.Value, Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Past_practice_gains_nothing_over_itself()
    {
        var past = Of(Prior.Value, PolicyKind.PastPractice);

        Assert.That(
            (past.FewerPer100.Value, past.FewerPer100.Low, past.FewerPer100.High, past.ShareOfGain!.Value.Value),
            Is.EqualTo((0.0, 0.0, 0.0, 0.0))
        );
    }

    [Test]
    public void A_share_is_the_policys_gain_by_the_oracles()
    {
        var (oracle, model) = (Of(Prior.Value, PolicyKind.Oracle), Of(Prior.Value, PolicyKind.RulesAndModel));

        Assert.That(model.ShareOfGain!.Value.Value, Is.EqualTo(model.FewerPer100.Value / oracle.FewerPer100.Value).Within(1e-9));
    }

    [Test]
    public void Figures_lie_within_their_intervals() =>
        Assert.That(
            Prior
                .Value.Policies.SelectMany(result => new[] { result.BreakdownsPer100, result.FewerPer100, result.ShareOfGain!.Value })
                .Where(one => one.Low > one.Value || one.High < one.Value),
            Is.Empty
        );

    [Test]
    public void Where_nothing_matters_there_is_nothing_to_gain_and_no_share_is_told()
    {
        Assert.That(Flat.Value.Policies.Select(result => result.FewerPer100.Value), Is.All.Zero.Within(1e-9));
        Assert.That(Flat.Value.Policies.Where(result => result.ShareOfGain is not null), Is.Empty);
    }

    [Test]
    public void The_same_seed_gives_the_same_report_however_the_work_was_shared_out_and_another_seed_another_one()
    {
        var again = Run(TruthKind.Prior);

        Assert.That(again.Policies.Select(Figures), Is.EqualTo(Prior.Value.Policies.Select(Figures)));
        Assert.That(Run(TruthKind.Prior, seed: 2).Policies.Select(Figures), Is.Not.EqualTo(Prior.Value.Policies.Select(Figures)));
    }

    [Test]
    public void A_stop_is_heard_between_replications()
    {
        using var stop = new CancellationTokenSource();

        Assert.That(
            () =>
                PolicyComparison.Run(
                    new SimulationSettings(1, 1000, 1, TruthKind.Prior),
                    SimulatedCity.Plan,
                    TestReferenceData.Shipped,
                    SimulatedCity.Prior,
                    SimulatedCity.Use,
                    stop.Cancel,
                    stop.Token
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    private static string Figures(PolicyResult result) => $"{result with { ByGroup = [] }} {string.Join(' ', result.ByGroup)}";

    private static PolicyResult Of(SimulationReport report, PolicyKind policy) => report.Policies.Single(result => result.Policy == policy);

    private static SimulationReport Run(TruthKind truth, int seed = 1) =>
        PolicyComparison.Run(
            new SimulationSettings(1, 3, seed, truth),
            SimulatedCity.Plan,
            TestReferenceData.Shipped,
            SimulatedCity.Prior,
            SimulatedCity.Use
        );
}
