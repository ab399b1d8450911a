namespace Matching.Engine.Learning;

/// <summary>The half that Microsoft.ML brings.</summary>
public static partial class OptionalTrainers
{
    static partial void AddMicrosoftGam(ref OptionalTrainer? trainer) =>
        trainer = new OptionalTrainer(MicrosoftML.MicrosoftGam.Train, MicrosoftML.MicrosoftGam.Tables);
}
