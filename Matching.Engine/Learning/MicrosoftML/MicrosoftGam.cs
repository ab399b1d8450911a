using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>
/// Microsoft.ML's generalised additive model, trained on the hazards of each cause and written as the same tables as any other model. It
/// knows no prior: bins that too few
/// children were seen in keep the prior's value, and the rest is what boosting makes of the data.
/// </summary>
/// <remarks>
/// Microsoft.ML scores what is not a number as the lowest bin, silently. So nothing unknown reaches it as such: not known is a code of its
/// own, and what it came to is moved
/// into the baseline, from which every other bin is counted. Both sides give the same logit; a test holds them together.
/// </remarks>
internal static class MicrosoftGam
{
    private const int Seed = 123,
        Iterations = 2_000,
        FewestInLeaf = 5,
        FewestEvents = 5;
    private const double LearningRate = 0.01;

    // What is drawn for the resamples, apart from everything else of the seed.
    private const int ForResamples = 31;
    private const int Resamples = 20;

    /// <summary>The document of a model.</summary>
    public static byte[] Train(TrainingSet data, HazardPrior prior, ModelUse use, int seed)
    {
        var support = ModelSupport.Of(data.Stays);
        var noPlaces = support with { Places = new Dictionary<string, int>() };
        var cells = Cells(data.Stays, prior, support, seed);
        return ModelFile.Write(
            AdditiveTrainer.OriginOf(data, prior, seed, OptionalTrainers.MicrosoftGamName),
            OutcomeModel.Of(cells, []),
            OutcomeModel.Of(PriorCells(prior), []),
            Covariance(data.Stays, prior, support, seed),
            prior.PlaceWidth,
            noPlaces,
            use
        );
    }

    /// <summary>The tables alone.</summary>
    public static OutcomeModel Tables(IReadOnlyList<ObservedStay> stays, HazardPrior prior, int seed) =>
        OutcomeModel.Of(Cells(stays, prior, ModelSupport.Of(stays), seed), []);

    /// <summary>
    /// Trains one cause, and says beside its tables what Microsoft.ML itself gives: for the test that holds both together.
    /// </summary>
    internal static (double[] Columns, ITransformer Model, MLContext Context) Trained(
        IReadOnlyList<HazardRow> rows,
        EndingCause cause,
        int seed
    )
    {
        var context = new MLContext(seed);
        var trainer = context.BinaryClassification.Trainers.Gam(
            new GamBinaryTrainer.Options
            {
                FeatureColumnName = nameof(GamExample.Features),
                LabelColumnName = nameof(GamExample.Label),
                ExampleWeightColumnName = nameof(GamExample.Weight),
                NumberOfIterations = Iterations,
                LearningRate = LearningRate,
                MinimumExampleCountPerLeaf = FewestInLeaf,
                NumberOfThreads = 1, // More would sum in another order each time.
                Seed = Seed,
            }
        );
        var model = trainer.Fit(Data(context, GamExample.Of(rows, cause)));
        return (Columns(context, model, model.Model.Calibrator), model, context);
    }

    /// <summary>Examples as Microsoft.ML reads them.</summary>
    internal static IDataView Data(MLContext context, IEnumerable<GamExample> examples)
    {
        var schema = SchemaDefinition.Create(typeof(GamExample));
        schema[nameof(GamExample.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, GamExample.Width);
        return context.Data.LoadFromEnumerable(examples, schema);
    }

    private static double[] Cells(IReadOnlyList<ObservedStay> stays, HazardPrior prior, ModelSupport support, int seed)
    {
        var rows = HazardRows.Of(stays, support with { Places = new Dictionary<string, int>() }).Rows;
        var cells = PriorCells(prior);
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            var columns =
                rows.Count(row => row.Happened((EndingCause)cause) || row.Both && cause != (int)EndingCause.Escalation) < FewestEvents
                    ? Rate(rows, cause)
                    : Trained(rows, (EndingCause)cause, seed).Columns;
            for (var column = 0; column < HazardLayout.Columns; column++)
            {
                var (feature, bin) = HazardLayout.BinAt(column);
                if (feature < 0 || support.Bins[feature][bin] != ModelSupport.Suppressed)
                    cells[HazardLayout.CellOf(cause, column)] = columns[column];
            }
        }
        return cells;
    }

    /// <summary>One hazard and nothing else, where there is too little to boost.</summary>
    private static double[] Rate(IReadOnlyList<HazardRow> rows, int cause)
    {
        var columns = new double[HazardLayout.Columns];
        var events = rows.Count(row => row.Happened((EndingCause)cause) || row.Both && cause != (int)EndingCause.Escalation);
        columns[0] = Logit.Of((events + 0.5) / (rows.Sum(row => (double)row.Intervals) + 1));
        return columns;
    }

    /// <summary>
    /// The score is the bias and one effect per feature, and the probability a logistic curve of it: so the logit is a table too, and what
    /// a bin adds is found by asking for it alone. The effects that the model
    /// says itself (GetBinEffects) are not used: features that never vary are dropped there, and then the last ones cannot be asked for.
    /// </summary>
    private static double[] Columns(MLContext context, ITransformer model, PlattCalibrator calibrator)
    {
        var probes = new List<GamExample> { GamExample.Probe(0) };
        probes.AddRange(Enumerable.Range(0, TimeGrid.Parts).Select(part => GamExample.Probe(part)));
        for (var column = HazardLayout.FirstBin; column < HazardLayout.Columns; column++)
        {
            var (feature, bin) = HazardLayout.BinAt(column);
            probes.Add(GamExample.Probe(0, feature, bin));
        }
        var scored = model.Transform(Data(context, probes));
        var logits = scored
            .GetColumn<float>(scored.Schema["Score"])
            .Select(score => -(calibrator.Slope * score + calibrator.Offset))
            .ToArray();
        return [logits[0], .. logits.Skip(1).Select(logit => logit - logits[0])];
    }

    /// <summary>How far the cells vary when other children come: boosting has no posterior of its own.</summary>
    private static CellCovariance Covariance(IReadOnlyList<ObservedStay> stays, HazardPrior prior, ModelSupport support, int seed)
    {
        var draws = new Pcg32(seed, ForResamples);
        var byChild = stays
            .GroupBy(stay => stay.Child, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToList())
            .ToList();
        var drawn = Enumerable
            .Range(0, Resamples)
            .Select(_ =>
                Cells([.. Enumerable.Range(0, byChild.Count).SelectMany(_ => byChild[draws.Below(byChild.Count)])], prior, support, seed)
            )
            .ToList();
        var means = Enumerable.Range(0, drawn[0].Length).Select(cell => drawn.Average(cells => cells[cell])).ToArray();
        var lower = new double[means.Length * (means.Length + 1) / 2];
        for (int one = 0, next = 0; one < means.Length; one++)
        {
            for (var other = 0; other <= one; other++, next++)
                lower[next] =
                    drawn.Sum(cells => (cells[one] - means[one]) * (cells[other] - means[other])) / (Resamples - 1)
                    + Unlearned(prior, support, one, other);
        }
        return new CellCovariance(lower, 0);
    }

    private static double Unlearned(HazardPrior prior, ModelSupport support, int one, int other)
    {
        var (feature, bin) = HazardLayout.BinAt(one % HazardLayout.Columns);
        if (
            feature < 0
            || support.Bins[feature][bin] != ModelSupport.Suppressed
            || one % HazardLayout.Columns != other % HazardLayout.Columns
        )
            return 0;
        var width = prior.Bins[feature][bin].Width;
        return width * width + (one == other ? prior.CauseWidth * prior.CauseWidth : 0);
    }

    private static double[] PriorCells(HazardPrior prior)
    {
        var cells = new double[new HazardLayout(0).Cells];
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            for (var column = 0; column < HazardLayout.Columns; column++)
            {
                var (feature, bin) = HazardLayout.BinAt(column);
                cells[HazardLayout.CellOf(cause, column)] =
                    feature >= 0 ? prior.Bins[feature][bin].Mean
                    : column == 0 ? prior.Baselines[cause].Mean
                    : prior.Time.Mean;
            }
        }
        return cells;
    }
}
