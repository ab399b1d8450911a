using System.Text;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Api.Stays;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Learning.MicrosoftML;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Parsing;

namespace Matching.Api.Training;

/// <summary>Makes a model, judges it, and writes down what belongs to it. The same data, seed and champion give the same bytes.</summary>
public static class ModelTraining
{
    /// <summary>The share of the work after which the model is made and only the judging is left.</summary>
    private const double Made = 0.1;

    /// <summary>Why a trainer makes no model of some stays; null when it does.</summary>
    public static CsvFault? FaultOf(TrainerKind trainer, TrainingSet data) =>
        trainer == TrainerKind.MlnetLogistic && !LogisticTrainer.HasEnough(data.Stays)
            ? new CsvFault(
                CsvFile.Stays,
                0,
                null,
                $"holds too few children for {LogisticTrainer.Name}, which learns from stays alone: at least "
                    + $"{ModelSupport.LeastChildren} children must have left, or as many must have been given up by their place"
            )
            : null;

    /// <summary>Trains and judges.</summary>
    /// <param name="request">On what, how.</param>
    /// <param name="learning">Prior and settings.</param>
    /// <param name="progress">Reported how far it is, from 0 to 1; what it throws ends the work.</param>
    /// <param name="cancellation">Ends the work, also while a model is fitted.</param>
    /// <exception cref="ArgumentException">The trainer makes no model of these stays: see <see cref="FaultOf"/>.</exception>
    public static TrainedModel Run(
        TrainingRequest request,
        LearningData learning,
        Action<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        progress ??= _ => { };
        progress(0);
        var (data, seed, use) = (request.Data, request.Seed, learning.Settings.Use);
        var (bytes, judged) = request.Trainer switch
        {
            TrainerKind.MlnetLogistic => (
                LogisticTrainer.Train(data, learning.Prior, use, seed, cancellation),
                new Func<FittedModel, EvaluatedTrainer>(model => new EvaluatedTrainer(
                    stays => LogisticTrainer.Tables(stays, cancellation),
                    model.Tables,
                    model.Support,
                    request.Champion?.Tables
                ))
            ),
            _ => (
                AdditiveTrainer.Train(data, learning.Prior, use, seed),
                model => EvaluatedTrainer.Additive(model, learning.Prior, request.Champion?.Tables)
            ),
        };
        var fitted = ModelFileLoader.Load(DataDocument.FromFiles([(ModelFile.Name, bytes)]));
        progress(Made);
        var evaluation = Evaluator.Of(
            data,
            judged(fitted),
            learning.Prior,
            learning.Settings,
            seed,
            share => progress(Made + (1 - Made) * share)
        );
        progress(1);
        return new TrainedModel(
            fitted,
            evaluation,
            [
                (ModelFile.Name, bytes),
                (
                    EvaluationFile.Name,
                    EvaluationFile.Write(evaluation, fitted.Version, data.ToReportable().Version, learning.Settings.Version, seed)
                ),
                (ModelCard.Name, Encoding.UTF8.GetBytes(ModelCard.Write(fitted, evaluation))),
                (EvaluationReport.Name, Encoding.UTF8.GetBytes(EvaluationReport.Write(fitted, evaluation))),
                .. request.DataSheet is { } sheet
                    ? [(StoredModel.DataSheetName, Encoding.UTF8.GetBytes(sheet))]
                    : Array.Empty<(string, byte[])>(),
            ]
        );
    }
}

/// <summary>The trainers there are.</summary>
public enum TrainerKind
{
    /// <summary>The prior, moved by the stays.</summary>
    Additive,

    /// <summary>Microsoft.ML's logistic regression, which learns from the stays alone.</summary>
    MlnetLogistic,
}

/// <summary>A model to be made.</summary>
/// <param name="Data">The stays.</param>
/// <param name="Trainer">How.</param>
/// <param name="Seed">Of everything drawn.</param>
/// <param name="Champion">The model in force, to hold it against; null for none.</param>
/// <param name="DataSheet">What the data hold, in words; null when there are none.</param>
public sealed record TrainingRequest(TrainingSet Data, TrainerKind Trainer, int Seed, FittedModel? Champion, string? DataSheet);

/// <summary>A model that was made and judged.</summary>
/// <param name="Files">What belongs into its folder.</param>
public sealed record TrainedModel(FittedModel Model, ModelEvaluation Evaluation, IReadOnlyList<(string Name, byte[] Content)> Files);
