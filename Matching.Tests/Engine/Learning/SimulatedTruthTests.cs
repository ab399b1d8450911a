using System.Collections.Frozen;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning;

/// <summary>Where the truth is known: ninety stays, over and over, from truths drawn as the prior believes them.</summary>
public sealed class SimulatedTruthTests
{
    private const int Trained = 90,
        Judged = 200,
        Asked = 25;

    // Nats.
    private const double MostLoss = 1_000;

    private const int Truths = 80;

    [Test]
    public void On_ninety_stays_the_model_beats_plain_logistic_regression_and_the_base_rate_and_its_intervals_hold_the_truth()
    {
        var (overLogistic, overBase, overPrior) = (new List<double>(), new List<double>(), new List<double>());
        var (held, asked) = (0, 0);
        for (var seed = 1; seed <= Truths; seed++)
        {
            var truth = PriorExpectation.Drawn(
                SimulatedStays.Prior,
                DrawnStays.Of(Trained, SimulatedStays.Truth, seed),
                new Pcg32(seed, 1)
            );
            var stays = DrawnStays.Of(Trained, truth, seed);
            var fresh = DrawnStays.Of(Judged, truth, seed + 1_000_000);
            var model = AdditiveTrainer.Fit(SimulatedStays.Set(stays), SimulatedStays.Prior, SimulatedStays.Settings.Use, seed);
            var own = LogLoss(model.Tables, fresh);
            overLogistic.Add(LogLoss(AdditiveTrainer.PlainLogistic(stays), fresh) - own);
            overBase.Add(LogLoss(HazardFit.BaseRate(stays), fresh) - own);
            overPrior.Add(LogLoss(SimulatedStays.Truth, fresh) - own);
            foreach (var stay in fresh.Take(Asked))
            {
                var risk = model.Estimated(stay.Bins, stay.PlacementId);
                var right = truth.BreakdownWithinYear(stay.Bins, stay.PlacementId);
                held += right >= risk.Low && right <= risk.High ? 1 : 0;
                asked++;
            }
        }
        TestContext.Out.WriteLine(
            $"{Truths} truths: better than logistic by {Told(overLogistic)}, than the base rate by {Told(overBase)}, than the prior "
                + $"by {Told(overPrior)}; held {100.0 * held / asked:F1} %"
        );

        Assert.That(overLogistic.Average() - 2 * Error(overLogistic), Is.Positive);
        Assert.That(overBase.Average() - 2 * Error(overBase), Is.Positive);
        Assert.That(100.0 * held / asked, Is.InRange(85, 95));
    }

    /// <summary>Truths that are not as believed: nothing is promised of the intervals there, they are reported as they come.</summary>
    [TestCase("effects twice as strong")]
    [TestCase("places far apart")]
    [TestCase("nothing matters")]
    public void Where_the_truth_is_not_as_believed_the_model_still_beats_plain_logistic_regression(string kind)
    {
        var (overLogistic, overBase, overPrior) = (new List<double>(), new List<double>(), new List<double>());
        var (held, asked) = (0, 0);
        for (var seed = 1; seed <= Truths / 8; seed++)
        {
            var draws = new Pcg32(seed, 2);
            var truth = SimulatedStays.Truth with
            {
                Bins =
                [
                    .. SimulatedStays.Truth.Bins.Select(cause =>
                        (IReadOnlyList<IReadOnlyList<double>>)
                            [
                                .. cause.Select(bins =>
                                    (IReadOnlyList<double>)
                                        [
                                            .. bins.Select(logit =>
                                                kind switch
                                                {
                                                    "effects twice as strong" => 2 * logit,
                                                    "nothing matters" => 0,
                                                    _ => logit,
                                                }
                                            ),
                                        ]
                                ),
                            ]
                    ),
                ],
                Places = Enumerable
                    .Range(0, 10)
                    .ToDictionary(number => $"place-{number:00}", _ => kind == "places far apart" ? draws.Normal() : 0)
                    .ToFrozenDictionary(),
            };
            var (stays, fresh) = (DrawnStays.Of(Trained, truth, seed), DrawnStays.Of(Judged, truth, seed + 1_000_000));
            var model = AdditiveTrainer.Fit(SimulatedStays.Set(stays), SimulatedStays.Prior, SimulatedStays.Settings.Use, seed);
            var own = LogLoss(model.Tables, fresh);
            overLogistic.Add(LogLoss(AdditiveTrainer.PlainLogistic(stays), fresh) - own);
            overBase.Add(LogLoss(HazardFit.BaseRate(stays), fresh) - own);
            overPrior.Add(LogLoss(SimulatedStays.Truth, fresh) - own);
            foreach (var stay in fresh.Take(Asked))
            {
                var (risk, right) = (model.Estimated(stay.Bins, stay.PlacementId), truth.BreakdownWithinYear(stay.Bins, stay.PlacementId));
                held += right >= risk.Low && right <= risk.High ? 1 : 0;
                asked++;
            }
        }
        TestContext.Out.WriteLine(
            $"{kind}, {overBase.Count} truths: better than logistic by {Told(overLogistic)}, than the base rate by {Told(overBase)}, "
                + $"than the prior by {Told(overPrior)}; held {100.0 * held / asked:F1} %"
        );
        Assert.That(overLogistic.Average() - 2 * Error(overLogistic), Is.Positive);
    }

    /// <summary>
    /// A stay to which a model gave no probability at all counts as <see cref="MostLoss"/>, in favour of the model: plain logistic
    /// regression is sure of things on few stays.
    /// </summary>
    private static double LogLoss(OutcomeModel model, IReadOnlyList<ObservedStay> stays) =>
        stays.Average(stay => Math.Min(MostLoss, -StayLikelihood.Log(model, stay)));

    private static double Error(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
    }

    private static string Told(List<double> values) => $"{values.Average():F4} ± {Error(values):F4}";
}
