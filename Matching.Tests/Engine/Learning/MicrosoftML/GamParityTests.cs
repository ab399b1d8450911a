using Matching.Engine.Learning;
using Matching.Engine.Learning.MicrosoftML;
using Matching.Tests.Support;
using Microsoft.ML;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.MicrosoftML;

/// <summary>Only in a build with Microsoft.ML: what its model says and what the exported tables say is the same.</summary>
public sealed class GamParityTests
{
    private static readonly IReadOnlyList<ObservedStay> Stays = DrawnStays.Of(400, SimulatedStays.Truth, 11);

    [Test]
    public void The_exported_table_gives_the_probability_that_the_trained_model_gives()
    {
        var rows = HazardRows.Of(Stays, ModelSupport.None).Rows;
        foreach (var cause in new[] { EndingCause.ChildLeft, EndingCause.PlaceGaveUp })
        {
            var (columns, model, context) = MicrosoftGam.Trained(rows, cause, 1);
            var examples = GamExample.Of(rows, cause).ToList();
            var scored = model.Transform(MicrosoftGam.Data(context, examples));
            var probabilities = scored.GetColumn<float>(scored.Schema["Probability"]).ToList();
            Assert.That(probabilities, Has.Count.EqualTo(examples.Count));
            for (var i = 0; i < examples.Count; i++)
                Assert.That(Logit.Probability(LogitOf(columns, examples[i])), Is.EqualTo(probabilities[i]).Within(1e-4), $"{cause} {i}");
        }
    }

    [Test]
    public void Not_known_weighs_nothing()
    {
        var tables = MicrosoftGam.Tables(Stays, SimulatedStays.Prior, 1);

        Assert.That(tables.Bins.SelectMany(cause => cause.Select(bins => bins[0])), Is.All.Zero);
    }

    [Test]
    public void The_same_stays_and_seed_give_the_same_bytes() => Assert.That(Bytes(), Is.EqualTo(Bytes()));

    private static byte[] Bytes() =>
        OptionalTrainers.MicrosoftGam!.Train(SimulatedStays.Set(Stays), SimulatedStays.Prior, SimulatedStays.Settings.Use, 1);

    private static double LogitOf(double[] columns, GamExample example)
    {
        var logit = columns[0] + columns[1 + (int)example.Features[0]];
        for (var feature = 0; feature < OutcomeFeature.All.Count; feature++)
        {
            if (HazardLayout.ColumnOf(feature, (byte)example.Features[1 + feature]) is var column and >= 0)
                logit += columns[column];
        }
        return logit;
    }
}
