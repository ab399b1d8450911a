using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Evaluation;

public sealed class MonitoringTests
{
    private static readonly IReadOnlyList<ObservedStay> Before = DrawnStays.Of(400, SimulatedStays.Truth, 1),
        Since = DrawnStays.Of(300, SimulatedStays.Truth, 2);
    private static readonly FittedModel Model = AdditiveTrainer.Fit(
        SimulatedStays.Set(Before),
        SimulatedStays.Prior,
        SimulatedStays.Settings.Use,
        1
    );

    private static MonitoringLimits Limits => SimulatedStays.Settings.Monitoring;

    [Test]
    public void Children_like_those_before_raise_no_alarm()
    {
        var report = MonitoringReport.Of(Since, Model, null, Limits, 1);

        Assert.That(report.Shifts.Select(shift => shift.Feature), Is.EqualTo(OutcomeFeature.All.Select(feature => feature.Code)));
        Assert.That(report.Shifts.Where(shift => shift.IsAlarm), Is.Empty);
        Assert.That(report.Shifts, Is.All.Matches<FeatureShift>(shift => shift is { Index: >= 0 }));
    }

    [Test]
    public void Children_who_differ_in_one_fact_raise_an_alarm_about_that_one()
    {
        var other = Since
            .Select(stay =>
                stay with
                {
                    Bins = [.. stay.Bins.Select((bin, feature) => OutcomeFeature.All[feature].Code == "self-harm" ? (byte)4 : bin)],
                }
            )
            .ToList();
        var report = MonitoringReport.Of(other, Model, null, Limits, 1);

        Assert.That(report.Shifts.Where(shift => shift.IsAlarm).Select(shift => shift.Feature), Is.EqualTo(new[] { "self-harm" }));
        Assert.That(report.IsAlarm, Is.True);
    }

    [Test]
    public void A_few_children_differ_by_chance_and_raise_no_alarm()
    {
        var few = DrawnStays.Of(Limits.LeastChildren, SimulatedStays.Truth, 3);

        Assert.That(
            FeatureShift.Of(few, Model.Support, Limits).Any(shift => shift.Index > Limits.MostShift),
            Is.True,
            "the usual rule of thumb would cry wolf"
        );
        Assert.That(FeatureShift.Of(few, Model.Support, Limits).Where(shift => shift.IsAlarm), Is.Empty);
    }

    [Test]
    public void Too_few_children_and_a_model_without_data_tell_nothing()
    {
        var few = DrawnStays.Of(Limits.LeastChildren - 1, SimulatedStays.Truth, 3);
        var untrained = AdditiveTrainer.Fit(SimulatedStays.Set([]), SimulatedStays.Prior, SimulatedStays.Settings.Use, 1);

        Assert.That(
            MonitoringReport.Of(few, Model, Model.Prior, Limits, 1).Shifts,
            Is.All.Matches<FeatureShift>(shift => shift is { Index: null, IsAlarm: false })
        );
        Assert.That(MonitoringReport.Of(few, Model, Model.Prior, Limits, 1).Challenger, Is.Null);
        Assert.That(
            MonitoringReport.Of(few, Model, Model.Prior, Limits, 1).Periods,
            Is.All.Matches<PeriodCalibration>(period => period is { Foretold: null, IsAlarm: false })
        );
        Assert.That(
            MonitoringReport.Of(Since, untrained, null, Limits, 1).Shifts,
            Is.All.Matches<FeatureShift>(shift => shift is { Index: null })
        );
    }

    [Test]
    public void Stays_that_come_out_as_the_model_has_it_lie_within_the_limits_and_others_do_not()
    {
        var twice = SimulatedStays.Truth with { Baselines = [.. SimulatedStays.Truth.Baselines.Select(logit => logit + 1.5)] };
        var worse = DrawnStays.Of(300, twice, 2);

        Assert.That(PeriodCalibration.Of(Since, SimulatedStays.Truth, Limits).Where(period => period.IsAlarm), Is.Empty);
        Assert.That(PeriodCalibration.Of(worse, SimulatedStays.Truth, Limits).Where(period => period.IsAlarm), Is.Not.Empty);
    }

    [Test]
    public void Every_breakdown_is_counted_in_the_years_it_falls_in_and_none_under_five_is_told()
    {
        var periods = PeriodCalibration.Of(Since, SimulatedStays.Truth, Limits);

        Assert.That(periods.Select(period => period.Seen).Where(seen => seen < 5), Is.Empty);
        Assert.That(
            periods,
            Is.All.Matches<PeriodCalibration>(period =>
                period is { Deviation: null, Seen: null } or { Deviation: not null, Seen: not null }
            )
        );
        Assert.That(
            periods.Where(period => period is { Quarter: 4, Seen: not null }).Sum(period => period.Seen),
            Is.InRange(Since.Count(stay => stay.BrokeDown) - 8, Since.Count(stay => stay.BrokeDown))
        );
        Assert.That(PeriodCalibration.Of([], SimulatedStays.Truth, Limits), Is.Empty);
    }

    [Test]
    public void A_challenger_that_knows_the_truth_is_better_than_a_model_that_is_wrong()
    {
        var wrong = Model with { Tables = Model.Tables with { Baselines = [.. Model.Tables.Baselines.Select(logit => logit + 2)] } };
        var gain = MonitoringReport.Of(Since, wrong, SimulatedStays.Truth, Limits, 1).Challenger!;

        Assert.That(gain.Low, Is.Positive);
        Assert.That(MonitoringReport.Of(Since, wrong, SimulatedStays.Truth, Limits, 1).Challenger, Is.EqualTo(gain));
    }
}
