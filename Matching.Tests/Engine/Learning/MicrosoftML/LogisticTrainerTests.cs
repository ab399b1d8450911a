using System.Text;
using Matching.Engine.Learning;
using Matching.Engine.Learning.MicrosoftML;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using Microsoft.ML.Data;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.MicrosoftML;

/// <summary>What Microsoft.ML's logistic regression finds, and that the tables of its model say the same.</summary>
public sealed class LogisticTrainerTests
{
    private const int FreshSeed = 29;

    private static readonly IReadOnlyList<ObservedStay> Stays = DrawnStays.Of(400, SimulatedStays.Believable, 11);

    private static readonly EndingCause[] Causes = Enum.GetValues<EndingCause>();

    /// <summary>Truths in which facts matter: as the prior believes, and the other way round.</summary>
    private static IEnumerable<TestCaseData> Truths()
    {
        var truth = SimulatedStays.Believable;
        yield return new TestCaseData(truth).SetArgDisplayNames("as believed");
        yield return new TestCaseData(
            truth with
            {
                Bins =
                [
                    .. truth.Bins.Select(features =>
                        (IReadOnlyList<IReadOnlyList<double>>)
                            [.. features.Select(bins => (IReadOnlyList<double>)[.. bins.Select(logit => -logit)])]
                    ),
                ],
            }
        ).SetArgDisplayNames("against what is believed");
    }

    [Test]
    public void The_tables_of_the_model_file_give_the_probabilities_that_Microsoft_ML_gives([ValueSource(nameof(Causes))] EndingCause cause)
    {
        var model = Fit(Stays).Tables;
        var rows = HazardRows.Of(Stays, SupportOf(Stays)).Rows;
        var design = LogisticDesign.Of(rows, SupportOf(Stays));
        var fit = LogisticFit.Of(rows, design, cause, CancellationToken.None);
        var scored = fit.Model.Transform(LogisticExample.Of(rows, design, cause, fit.Context, CancellationToken.None));
        var theirs = scored.GetColumn<float>("Probability").ToList();
        var ours = rows.SelectMany(row =>
                Enumerable.Repeat(
                    Logit.Probability(model.LogitOf(cause, TimeGrid.FirstOf(row.Part), row.Bins, "no-such-place")),
                    row.Intervals
                )
            )
            .ToList();

        Assert.That(theirs, Has.Count.EqualTo(ours.Count).And.Some.GreaterThan(1.5 * theirs.Min()));
        Assert.That(ours.Zip(theirs, (own, their) => Math.Abs(own - their)).Max(), Is.LessThan(1e-5));
    }

    [TestCaseSource(nameof(Truths))]
    public void On_a_truth_with_something_to_learn_it_foretells_fresh_stays_better_than_the_base_rate(OutcomeModel truth)
    {
        var stays = DrawnStays.Of(1_500, truth, 3);
        var fresh = DrawnStays.Of(3_000, truth, FreshSeed);
        var (learned, baseRate, best) = (
            LossOf(LogisticTrainer.Tables(stays), fresh),
            LossOf(HazardFit.BaseRate(stays), fresh),
            LossOf(truth, fresh)
        );
        TestContext.Out.WriteLine($"log loss a stay: {learned:0.000}; base rate {baseRate:0.000}; the truth {best:0.000}");

        // Half of what can be known at all.
        Assert.That(baseRate - learned, Is.GreaterThan((baseRate - best) / 2).And.GreaterThan(0.03));
    }

    [Test]
    public void The_same_stays_give_the_same_bytes()
    {
        var first = Train(Stays);

        Assert.That(Train([.. Stays]), Is.EqualTo(first));
    }

    [Test]
    public void Too_few_children_are_refused_and_no_model_labelled_prior_is_written()
    {
        Assert.That(() => Train([]), Throws.ArgumentException.With.Message.StartsWith("There are too few children"));
        Assert.That(() => Train(With(4, StayEnding.BreakdownChild)), Throws.ArgumentException);
        Assert.That(Fit(With(5, StayEnding.BreakdownChild)).Origin.Trainer, Is.EqualTo(LogisticTrainer.Name));
    }

    [TestCase(StayEnding.BreakdownChild, 4, false)]
    [TestCase(StayEnding.BreakdownChild, 5, true)]
    [TestCase(StayEnding.BreakdownPlace, 4, false)]
    [TestCase(StayEnding.BreakdownPlace, 5, true)]
    [TestCase(StayEnding.BreakdownBoth, 5, true)]
    [TestCase(StayEnding.Planned, 30, false)]
    public void Five_children_by_one_cause_are_enough(StayEnding ending, int children, bool isEnough) =>
        Assert.That(LogisticTrainer.HasEnough(With(children, ending)), Is.EqualTo(isEnough));

    [Test]
    public void Many_stays_of_few_children_are_too_few() =>
        Assert.That(
            LogisticTrainer.HasEnough([.. With(50, StayEnding.BreakdownChild).Select((stay, i) => stay with { Child = $"{i % 4}" })]),
            Is.False
        );

    [Test]
    public void A_cause_of_too_few_children_has_one_hazard_that_does_not_say_how_many()
    {
        var left = With(20, StayEnding.BreakdownChild);
        var one = LogisticTrainer.Tables([.. left, .. With(1, StayEnding.BreakdownPlace)]);
        var four = LogisticTrainer.Tables([.. left, .. With(4, StayEnding.BreakdownPlace)]);
        var cause = (int)EndingCause.PlaceGaveUp;

        foreach (var tables in new[] { one, four })
            Assert.That(tables.Bins[cause].SelectMany(bins => bins).Concat(tables.Time[cause]), Is.All.Zero);
        Assert.That(Logit.Probability(four.Baselines[cause]), Is.EqualTo(Logit.Probability(one.Baselines[cause])).Within(0.01));
    }

    [Test]
    public void A_bin_of_too_few_children_counts_as_not_known_and_places_weigh_nothing()
    {
        var fitted = Fit(With(20, StayEnding.BreakdownChild));
        for (var feature = 0; feature < OutcomeFeature.All.Count; feature++)
        {
            for (var bin = 0; bin < OutcomeFeature.All[feature].Bins.Count; bin++)
            {
                if (fitted.Support.Bins[feature][bin] == ModelSupport.Suppressed)
                    Assert.That(fitted.Tables.Bins.Select(cause => cause[feature][bin]), Is.All.Zero, $"{feature} {bin}");
            }
        }
        Assert.That(fitted.Tables.Places, Is.Empty);
    }

    [Test]
    public void It_ends_while_it_reads_its_rows()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var rows = HazardRows.Of(Stays, SupportOf(Stays)).Rows;
        var design = LogisticDesign.Of(rows, SupportOf(Stays));

        Assert.That(
            () => LogisticFit.Of(rows, design, EndingCause.ChildLeft, cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(
            () => LogisticTrainer.Train(SimulatedStays.Set(Stays), SimulatedStays.Prior, SimulatedStays.Settings.Use, 1, cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public void A_model_of_the_trainer_that_was_there_before_still_loads()
    {
        var earlier = Encoding.UTF8.GetString(Train(Stays)).Replace(LogisticTrainer.Name, "mlnet-gam", StringComparison.Ordinal);

        Assert.That(Load(Encoding.UTF8.GetBytes(earlier)).Origin.Trainer, Is.EqualTo("mlnet-gam"));
    }

    private static byte[] Train(IReadOnlyList<ObservedStay> stays) =>
        LogisticTrainer.Train(SimulatedStays.Set(stays), SimulatedStays.Prior, SimulatedStays.Settings.Use, 1);

    private static FittedModel Fit(IReadOnlyList<ObservedStay> stays) => Load(Train(stays));

    private static FittedModel Load(byte[] model) => ModelFileLoader.Load(DataDocument.FromFiles([(ModelFile.Name, model)]));

    private static ModelSupport SupportOf(IReadOnlyList<ObservedStay> stays) =>
        ModelSupport.Of(stays) with
        {
            Places = new Dictionary<string, int>(),
        };

    private static double LossOf(OutcomeModel model, IReadOnlyList<ObservedStay> stays) =>
        -stays.Average(stay => StayLikelihood.Log(model, stay));

    /// <summary>So many children, each with a stay that ended one way after two months.</summary>
    private static IReadOnlyList<ObservedStay> With(int children, StayEnding ending) =>
        [
            .. DrawnStays
                .Of(children, SimulatedStays.Truth, 17)
                .Select(stay => stay with { Child = $"{ending}-{stay.Child}", Days = 70, Ending = ending, MovedTo = null }),
        ];
}
