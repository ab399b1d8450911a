using System.Text;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Parsing;

namespace Matching.Api.Training;

/// <summary>Makes a model, judges it, and writes down what belongs to it. The same data, seed and champion give the same bytes.</summary>
public static class ModelTraining
{
    /// <summary>The share of the work after which the model is made and only the judging is left.</summary>
    private const double Made = 0.1;

    /// <summary>Why a trainer cannot be used in this build; null when it can.</summary>
    public static string? Refusal(TrainerKind trainer) =>
        trainer == TrainerKind.MlnetGam && OptionalTrainers.MicrosoftGam is null
            ? $"This program was built without Microsoft.ML. Build it with {OptionalTrainers.MicrosoftGamSwitch} to train with "
                + $"{OptionalTrainers.MicrosoftGamName}."
            : null;

    /// <summary>Trains and judges.</summary>
    /// <param name="request">On what, how.</param>
    /// <param name="learning">Prior and settings.</param>
    /// <param name="progress">Reported how far it is, from 0 to 1; what it throws ends the work.</param>
    /// <exception cref="InvalidOperationException">The trainer is not in this build.</exception>
    public static TrainedModel Run(TrainingRequest request, LearningData learning, Action<double>? progress = null)
    {
        progress ??= _ => { };
        progress(0);
        var (data, seed, use) = (request.Data, request.Seed, learning.Settings.Use);
        var (bytes, judged) = request.Trainer switch
        {
            TrainerKind.MlnetGam when OptionalTrainers.MicrosoftGam is { } gam => (
                gam.Train(data, learning.Prior, use, seed),
                new Func<FittedModel, EvaluatedTrainer>(model => new EvaluatedTrainer(
                    stays => gam.Tables(stays, learning.Prior, seed),
                    model.Tables,
                    model.Support,
                    request.Champion?.Tables
                ))
            ),
            TrainerKind.MlnetGam => throw new InvalidOperationException(Refusal(request.Trainer)),
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
                (EvaluationFile.Name, EvaluationFile.Write(evaluation, fitted.Version, data.Version, learning.Settings.Version, seed)),
                (ModelCard.Name, Encoding.UTF8.GetBytes(ModelCard.Write(fitted, evaluation))),
                (EvaluationReport.Name, Encoding.UTF8.GetBytes(EvaluationReport.Write(fitted, evaluation))),
                .. request.DataSheet is { } sheet
                    ? [(StoredModel.DataSheetName, Encoding.UTF8.GetBytes(sheet))]
                    : Array.Empty<(string, byte[])>(),
            ]
        );
    }
}

/// <summary>The trainers there are; the last is not in every build.</summary>
public enum TrainerKind
{
    Additive,
    MlnetGam,
}

/// <summary>A model to be made.</summary>
/// <param name="Data">The stays.</param>
/// <param name="Trainer">How.</param>
/// <param name="Seed">Of everything drawn.</param>
/// <param name="Champion">The model in force, to hold it against; null for none.</param>
/// <param name="DataSheet">What the data hold, in words; null when there are none.</param>
public sealed record TrainingRequest(TrainingSet Data, TrainerKind Trainer, int Seed, FittedModel? Champion, string? DataSheet)
{
    /// <summary>No data at all: what comes of it is the prior.</summary>
    public static TrainingSet NoData { get; } = new("none", [], new Dictionary<string, IReadOnlyDictionary<string, string>>());
}

/// <summary>A model that was made and judged.</summary>
/// <param name="Files">What belongs into its folder.</param>
public sealed record TrainedModel(FittedModel Model, ModelEvaluation Evaluation, IReadOnlyList<(string Name, byte[] Content)> Files);
