using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Evaluation;

/// <summary>No model that leaks, is biased or unstable passes; one that is none of it does.</summary>
public sealed class GatesTests
{
    private const int Many = 1_200;

    private static readonly OutcomeModel Truth = SimulatedStays.Believable;
    private static readonly IReadOnlyList<ObservedStay> Stays = SimulatedStays.Enough;
    private static readonly Lazy<ModelEvaluation> Honest = new(() => Trained(SimulatedStays.Set(Stays)));

    [Test]
    public void An_honest_model_of_enough_stays_passes_every_gate() =>
        Assert.That(Honest.Value.Gates.Where(gate => gate.Passed != true).Select(Told), Is.Empty);

    [Test]
    public void Every_gate_is_told_once_and_in_order() => Assert.That(Honest.Value.Gates.Select(gate => gate.Code), Is.EqualTo(Gates.All));

    [Test]
    public void The_same_data_and_seed_give_the_same_findings() =>
        Assert.That(Written(Of(Truth, Stays)), Is.EqualTo(Written(Of(Truth, [.. Stays]))));

    [Test]
    public void A_fact_that_holds_the_outcome_is_leakage()
    {
        var feature = Position("fire-setting");
        var leaky = Stays.Select(stay => With(stay, feature, (byte)(stay.BrokeDown ? 2 : 1))).ToList();

        Assert.That(Passed(Of(Truth, leaky), Gates.Leakage), Is.False);
    }

    [Test]
    public void A_fact_dated_after_the_start_is_leakage() =>
        Assert.That(
            Passed(
                Of(Truth, [.. Stays.Select((stay, index) => index == 7 ? stay with { FactsAsOf = stay.Start.AddDays(1) } : stay)]),
                Gates.Leakage
            ),
            Is.False
        );

    [Test]
    public void A_fact_without_a_date_cannot_be_cleared_of_leakage() =>
        Assert.That(
            Passed(Of(Truth, [.. Stays.Select((stay, index) => index == 7 ? stay with { FactsAsOf = null } : stay)]), Gates.Leakage),
            Is.False
        );

    [Test]
    public void A_stay_of_which_nothing_is_known_has_no_fact_to_leak()
    {
        var level = Position("level");
        var stays = Stays
            .Select(
                (stay, index) =>
                    index == 7
                        ? stay with
                        {
                            FactsAsOf = null,
                            Bins = [.. stay.Bins.Select((bin, feature) => feature == level ? bin : (byte)0)],
                        }
                        : stay
            )
            .ToList();

        Assert.That(Passed(Of(Truth, stays), Gates.Leakage), Is.True);
    }

    [TestCase(EndingReporter.Team, false)]
    [TestCase(EndingReporter.Place, true)]
    [TestCase(null, null)]
    public void Endings_that_the_team_itself_reports_are_a_proxy(EndingReporter? reporter, bool? passed) =>
        Assert.That(
            Passed(Of(Truth, [.. Stays.Select(stay => stay with { ReportedBy = reporter })]), Gates.ProxyLabel),
            Is.EqualTo(passed)
        );

    [Test]
    public void A_model_that_errs_differently_by_sex_is_biased()
    {
        // The answer says nothing about the outcome and everything about the sex.
        var feature = Position("trauma");
        var flat = Changed(Truth, feature, [0, 0, 0]);
        var stays = DrawnStays.Of(Many, flat, 6).Select(stay => With(stay, feature, (byte)(stay.Sex == Sex.Female ? 2 : 1))).ToList();

        Assert.That(Passed(Of(flat, stays), Gates.GroupGaps), Is.True);
        Assert.That(Passed(Of(Changed(Truth, feature, [0, -0.8, 0.8]), stays), Gates.GroupGaps), Is.False);
    }

    [Test]
    public void A_model_that_errs_differently_by_a_protected_attribute_is_biased()
    {
        var feature = Position("trauma");
        var flat = Changed(Truth, feature, [0, 0, 0]);
        var data = SimulatedStays.Set(DrawnStays.Of(Many, flat, 6));
        var stays = data
            .Stays.Select(stay => With(stay, feature, (byte)(data.ProtectedByChild[stay.Child]["ethnicOrigin"] == "other" ? 2 : 1)))
            .ToList();

        Assert.That(Passed(Of(Changed(Truth, feature, [0, -0.8, 0.8]), stays), Gates.GroupGaps), Is.False);
    }

    [Test]
    public void Without_protected_attributes_bias_cannot_be_assessed()
    {
        var data = SimulatedStays.Set(Stays) with { ProtectedByChild = new Dictionary<string, IReadOnlyDictionary<string, string>>() };

        Assert.That(Passed(Of(Truth, data), Gates.GroupGaps), Is.Null);
    }

    // Where few of a group broke down, or all but few, its figures are withheld; what is withheld still counts.
    [TestCase(56)]
    [TestCase(52)]
    [TestCase(51)]
    [TestCase(5)]
    [TestCase(4)]
    [TestCase(0)]
    public void A_group_that_fares_quite_otherwise_is_found_though_its_figures_may_not_be_told(int broken)
    {
        var evaluation = Of(Truth, WithGroup(broken, 56));
        var group = evaluation.Groups.Single(one => one.Name == "group-c");
        var gate = evaluation.Gates.Single(one => one.Code == Gates.GroupGaps);

        Assert.That(gate.Passed, Is.False);
        Assert.That((group.Seen is null, group.Gap is null), Is.EqualTo((broken is < 5 or > 51, broken is < 5 or > 51)));
        if (group.Gap is null)
            Assert.That(
                gate.Values.Single(value => value.Name == "largestGap").Value,
                Is.Null,
                "with what is foretold it would tell what was seen"
            );
    }

    [TestCase(4, 52)]
    [TestCase(40, 3)]
    public void An_age_that_fares_quite_otherwise_is_found_though_its_figures_may_not_be_told(int broken, int whole)
    {
        var age = Stays.Where(stay => stay.Bins[OutcomeFeature.AgeIndex] == 2).ToList();
        var kept = age.Where(stay => stay.BrokeDown).Take(broken).Concat(age.Where(stay => !stay.BrokeDown).Take(whole)).ToList();
        var evaluation = Of(Truth, [.. Stays.Where(stay => stay.Bins[OutcomeFeature.AgeIndex] != 2), .. kept]);
        var gate = evaluation.Gates.Single(one => one.Code == Gates.AgeBands);

        Assert.That((kept.Count, gate.Passed), Is.EqualTo((broken + whole, false)));
        Assert.That(gate.Values.Single(value => value.Name == "largestGap").Value, Is.Null);
        Assert.That(evaluation.Groups.Single(one => one.Kind == "age" && one.Name == OutcomeFeature.Age.Bins[2]).Gap, Is.Null);
    }

    /// <summary>The data sheet withholds what could be found by subtraction; an evaluation of the same stays says no more.</summary>
    [TestCase(52)]
    [TestCase(4)]
    [TestCase(30)]
    public void No_group_is_told_that_the_data_sheet_withholds(int broken)
    {
        var data = WithGroup(broken, 56);
        var sheet = DataSheet.Of(data, new LeftOutStays(0, 0, 0, 0));
        var evaluation = Of(Truth, data);
        foreach (
            var (kind, table) in new[]
            {
                ("sex", SheetSubject.Sex),
                ("age", SheetSubject.Age),
                ("level", SheetSubject.Level),
                ("place", SheetSubject.Place),
                ("protected:ethnicOrigin", SheetSubject.Protected),
            }
        )
        {
            var withheld = sheet
                .Tables.Single(one => one.Subject == table)
                .Rows.Where(row => !row.Breakdowns!.Value.IsReported)
                .Select(row => row.Word)
                .ToHashSet();
            var told = evaluation
                .Groups.Where(group => group.Kind == kind && (group.Seen ?? group.Gap?.Value) is not null)
                .Select(group => group.Name)
                .ToList();
            Assert.That(told.Where(withheld.Contains), Is.Empty, kind);
        }
    }

    [Test]
    public void No_point_of_the_curve_is_of_fewer_than_five_who_broke_down_or_did_not()
    {
        var order = Stays.Where(stay => stay.Days >= 400 || stay.BrokeDown).ToList();
        var few = order.Where(stay => !stay.BrokeDown).Concat(order.Where(stay => stay.BrokeDown).Take(60)).ToList();
        // It knows nearly everything, so at either end all came out alike.
        var knowing = Changed(Truth, Position("fire-setting"), [0, -4, 4]);
        var stays = few.Select((stay, index) => With(stay, Position("fire-setting"), (byte)(stay.BrokeDown == (index % 40 != 0) ? 2 : 1)))
            .ToList();

        foreach (var point in Of(knowing, stays).Curve)
            Assert.That(point.Seen.Value * point.Children, Is.InRange(4.5, point.Children - 4.5), $"{point}");
    }

    private static TrainingSet WithGroup(int broken, int of)
    {
        var group = Stays
            .Where(stay => stay.BrokeDown)
            .Take(broken)
            .Concat(Stays.Where(stay => !stay.BrokeDown).Take(of - broken))
            .Select(stay => stay.Child)
            .ToHashSet();
        var data = SimulatedStays.Set(Stays);
        return data with
        {
            ProtectedByChild = data.ProtectedByChild.ToDictionary(
                pair => pair.Key,
                pair => group.Contains(pair.Key) ? new Dictionary<string, string> { ["ethnicOrigin"] = "group-c" } : pair.Value
            ),
        };
    }

    [Test]
    public void A_model_that_one_answer_turns_round_is_unstable() =>
        Assert.That(Passed(Of(Changed(Truth, Position("suicide-risk"), [0, -3, 3, -3, 3]), Stays), Gates.Stability), Is.False);

    [Test]
    public void A_trainer_that_other_children_turn_round_is_unstable()
    {
        // What it makes of the data hangs on a single child.
        var trainer = Trainer(Truth) with
        {
            Train = stays =>
                Changed(SimulatedStays.Truth, Position("self-harm"), stays[0].Child[^1] % 2 == 0 ? [0, -3, 3, -3, 3] : [0, 3, -3, 3, -3]),
        };

        Assert.That(
            Passed(Evaluator.Of(SimulatedStays.Set(Stays), trainer, SimulatedStays.Prior, SimulatedStays.Settings, 1), Gates.RankStability),
            Is.False
        );
    }

    [Test]
    public void Forecasts_that_are_too_extreme_are_not_calibrated() =>
        Assert.That(Passed(Of(Stretched(Truth, 3), Stays), Gates.Calibration), Is.False);

    [Test]
    public void Forecasts_that_are_right_over_all_and_wrong_at_an_age_are_found()
    {
        var wrong = Changed(Truth, OutcomeFeature.AgeIndex, [0, 1.2, -1.2, 0, 0]);

        Assert.That(Passed(Of(wrong, Stays), Gates.AgeBands), Is.False);
    }

    [Test]
    public void The_prior_does_not_beat_itself() => Assert.That(Passed(Of(SimulatedStays.Truth, Stays), Gates.BeatsPrior), Is.False);

    [Test]
    public void Any_attribute_that_cannot_be_assessed_leaves_bias_unassessed()
    {
        var data = SimulatedStays.Set(Stays);
        var sizes = data.ProtectedByChild.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>(pair.Value) { ["shoeSize"] = pair.Key }
        );
        var half = data.ProtectedByChild.Where((_, index) => index % 2 == 0).ToDictionary(pair => pair.Key, pair => pair.Value);
        var other = data.ProtectedByChild.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["shoeSize"] = pair.Value["ethnicOrigin"] }
        );

        Assert.That(Passed(Of(Truth, data with { ProtectedByChild = sizes }), Gates.GroupGaps), Is.Null, "too few of each size");
        Assert.That(Passed(Of(Truth, data with { ProtectedByChild = half }), Gates.GroupGaps), Is.Null, "not known of half the children");
        Assert.That(
            Passed(Of(Truth, data with { ProtectedByChild = other }), Gates.GroupGaps),
            Is.Null,
            "the one that is required is not there"
        );
    }

    [Test]
    public void What_the_place_leaves_unmet_may_turn_no_risk_round_either() =>
        Assert.That(Passed(Of(Changed(Truth, Position("unmet-needs"), [0, -3, -3, 3, 3]), Stays), Gates.Stability), Is.False);

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(40)]
    public void Of_few_stays_nothing_is_claimed(int count)
    {
        var evaluation = Trained(SimulatedStays.Set([.. Stays.Take(count)]));

        Assert.That((evaluation.Parted, evaluation.Passed, evaluation.Rivals.Count), Is.EqualTo((false, false, 0)));
        Assert.That(Passed(evaluation, Gates.LeastCases), Is.False);
        foreach (
            var gate in new[] { Gates.Leakage, Gates.GroupGaps, Gates.RankStability, Gates.Calibration, Gates.AgeBands, Gates.BeatsPrior }
        )
            Assert.That(Passed(evaluation, gate), Is.Null, gate);
    }

    private static ModelEvaluation Trained(TrainingSet data)
    {
        var model = AdditiveTrainer.Fit(data, SimulatedStays.Prior, SimulatedStays.Settings.Use, 1);
        return Evaluator.Of(
            data,
            EvaluatedTrainer.Additive(model, SimulatedStays.Prior, null),
            SimulatedStays.Prior,
            SimulatedStays.Settings,
            1
        );
    }

    private static ModelEvaluation Of(OutcomeModel model, IReadOnlyList<ObservedStay> stays) => Of(model, SimulatedStays.Set(stays));

    private static ModelEvaluation Of(OutcomeModel model, TrainingSet data) =>
        Evaluator.Of(data, Trainer(model), SimulatedStays.Prior, SimulatedStays.Settings, 1);

    private static EvaluatedTrainer Trainer(OutcomeModel model) => new(_ => model, model, ModelSupport.Of(Stays), null);

    private static bool? Passed(ModelEvaluation evaluation, string code) => evaluation.Gates.Single(gate => gate.Code == code).Passed;

    private static string Told(GateFinding gate) =>
        $"{gate.Code}: {gate.Passed?.ToString() ?? "not assessed"} {string.Join(", ", gate.Values)}";

    private static string Written(ModelEvaluation evaluation) =>
        System.Text.Encoding.UTF8.GetString(
            Matching.Engine.Learning.Reporting.EvaluationFile.Write(evaluation, "model", "data", "settings", 1)
        );

    private static int Position(string code) => OutcomeFeature.All.ToList().FindIndex(feature => feature.Code == code);

    private static ObservedStay With(ObservedStay stay, int feature, byte bin)
    {
        var bins = (byte[])stay.Bins.Clone();
        bins[feature] = bin;
        return stay with { Bins = bins };
    }

    private static OutcomeModel Changed(OutcomeModel model, int feature, double[] logits) =>
        model with
        {
            Bins =
            [
                .. model.Bins.Select(cause =>
                    (IReadOnlyList<IReadOnlyList<double>>)[.. cause.Select((bins, number) => number == feature ? logits : bins)]
                ),
            ],
        };

    private static OutcomeModel Stretched(OutcomeModel model, double factor) =>
        model with
        {
            Bins =
            [
                .. model.Bins.Select(cause =>
                    (IReadOnlyList<IReadOnlyList<double>>)
                        [.. cause.Select(bins => (IReadOnlyList<double>)[.. bins.Select(logit => factor * logit)])]
                ),
            ],
        };
}
