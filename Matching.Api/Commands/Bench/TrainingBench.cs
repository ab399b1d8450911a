using System.Diagnostics;
using Matching.Api.ReferenceData;
using Matching.Engine.Learning;

namespace Matching.Api.Commands.Bench;

/// <summary>Measures how long it takes to train a model on so many stays, and the plainest fit of the same cells beside it.</summary>
internal static class TrainingBench
{
    private const int Seed = 1;

    /// <summary>Measures every size; the two take turns.</summary>
    public static IReadOnlyList<TrainingFigures> Run(BenchPlan plan)
    {
        var learning = LearningData.Load(ShippedData.DefaultFolder);
        var truth = AdditiveTrainer.Fit(TrainingSet.None, learning.Prior, learning.Settings.Use, Seed).Tables;
        return
        [
            .. plan.TrainingSizes.Select(size =>
                Measure(TrainingSet.None with { Version = "drawn", Stays = DrawnStays.Of(size, truth, Seed) }, learning, plan.Trainings)
            ),
        ];
    }

    private static TrainingFigures Measure(TrainingSet data, LearningData learning, int rounds)
    {
        var (trained, plain) = (new List<double>(rounds), new List<double>(rounds));
        for (var round = 0; round < rounds; round++)
        {
            trained.Add(Milliseconds(() => AdditiveTrainer.Train(data, learning.Prior, learning.Settings.Use, Seed)));
            if (data.Stays.Count > 0)
                plain.Add(Milliseconds(() => AdditiveTrainer.PlainLogistic(data.Stays)));
        }
        return new TrainingFigures(data.Stays.Count, Sample.Median(trained), plain.Count == 0 ? null : Sample.Median(plain));
    }

    private static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
