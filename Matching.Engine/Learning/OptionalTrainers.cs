namespace Matching.Engine.Learning;

/// <summary>
/// Trainers that need packages the usual build does without. Built with <c>-p:MicrosoftML=true</c>, the folder MicrosoftML is compiled too
/// and brings the other half of this class.
/// </summary>
public static partial class OptionalTrainers
{
    /// <summary>The word of Microsoft.ML's generalised additive model.</summary>
    public const string MicrosoftGamName = "mlnet-gam";

    /// <summary>The switch of the build that brings it.</summary>
    public const string MicrosoftGamSwitch = "-p:MicrosoftML=true";

    /// <summary>Microsoft.ML's generalised additive model; null where the build has it not.</summary>
    public static OptionalTrainer? MicrosoftGam
    {
        get
        {
            OptionalTrainer? trainer = null;
            AddMicrosoftGam(ref trainer);
            return trainer;
        }
    }

    static partial void AddMicrosoftGam(ref OptionalTrainer? trainer);
}

/// <summary>A way to make a model that another package brings. Both halves must give the same tables for the same stays and seed.</summary>
/// <param name="Train">The document of a model, as <see cref="AdditiveTrainer.Train"/> gives it.</param>
/// <param name="Tables">The tables alone, for evaluations that train many times.</param>
public sealed record OptionalTrainer(
    Func<TrainingSet, HazardPrior, ModelUse, int, byte[]> Train,
    Func<IReadOnlyList<ObservedStay>, HazardPrior, int, OutcomeModel> Tables
);
