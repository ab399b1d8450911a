using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>The regression of one cause.</summary>
/// <param name="Weights">What it found.</param>
/// <param name="Model">The same as Microsoft.ML has it: for the test that holds both together.</param>
/// <param name="Context">What it was made in.</param>
internal sealed record LogisticFit(LogisticWeights Weights, ITransformer Model, MLContext Context)
{
    // Nothing is drawn; a context without a seed would be one more thing to wonder about.
    private const int Seed = 1;

    // The defaults of Microsoft.ML 5, written out so that another version finds the same model.
    private const int HistorySize = 20;
    private const float OptimizationTolerance = 1e-7f;

    // It needs 10 to 40.
    private const int MostIterations = 1_000;

    public static LogisticFit Of(IReadOnlyList<HazardRow> rows, LogisticDesign design, EndingCause cause, CancellationToken cancellation)
    {
        var context = new MLContext(Seed);
        var trainer = context.BinaryClassification.Trainers.LbfgsLogisticRegression(
            new LbfgsLogisticRegressionBinaryTrainer.Options
            {
                FeatureColumnName = nameof(LogisticExample.Features),
                LabelColumnName = nameof(LogisticExample.Label),
                L1Regularization = 0,
                L2Regularization = LogisticTrainer.L2,
                HistorySize = HistorySize,
                OptimizationTolerance = OptimizationTolerance,
                MaximumNumberOfIterations = MostIterations,
                NumberOfThreads = 1, // More would sum in another order each time.
            }
        );
        var model = trainer.Fit(LogisticExample.Of(rows, design, cause, context, cancellation));
        var found = model.Model.SubModel;
        return new LogisticFit(design.Uncentred(found.Bias, [.. found.Weights.Select(weight => (double)weight)]), model, context);
    }
}
