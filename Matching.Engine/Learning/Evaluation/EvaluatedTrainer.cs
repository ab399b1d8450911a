namespace Matching.Engine.Learning.Evaluation;

/// <summary>What is judged: a way to make a model from stays, and the model it made.</summary>
/// <param name="Train">Makes a model from the stays it is given and no others. A model that is judged as it is gives itself.</param>
/// <param name="Model">What it made of all stays.</param>
/// <param name="Support">How many children stand behind it.</param>
/// <param name="Champion">The model in force; null when there is none.</param>
public sealed record EvaluatedTrainer(
    Func<IReadOnlyList<ObservedStay>, OutcomeModel> Train,
    OutcomeModel Model,
    ModelSupport Support,
    OutcomeModel? Champion
)
{
    /// <summary>The additive trainer and what it made.</summary>
    public static EvaluatedTrainer Additive(FittedModel model, HazardPrior prior, OutcomeModel? champion) =>
        new(stays => AdditiveTrainer.Tables(stays, prior), model.Tables, model.Support, champion);

    /// <summary>A finished model, judged as it is.</summary>
    public static EvaluatedTrainer AsItIs(FittedModel model, OutcomeModel? champion) =>
        new(_ => model.Tables, model.Tables, model.Support, champion);
}
