using Matching.Engine.Learning;
using Matching.Engine.Parsing;

namespace Matching.Api.ReferenceData;

/// <summary>What models are trained and judged with, from the data folder.</summary>
/// <param name="Prior">What is believed before any data.</param>
/// <param name="Settings">What a model must reach, and what a ranking may do with one.</param>
public sealed record LearningData(HazardPrior Prior, LearningSettings Settings)
{
    /// <summary>Reads the data folder; what a folder of a municipality's own does not hold is the shipped one.</summary>
    /// <exception cref="DataException">A file is missing or at fault.</exception>
    public static LearningData Load(string folder) =>
        new(HazardPriorLoader.Load(File(folder, "priors.json")), LearningSettingsLoader.Load(File(folder, "learning.json")));

    private static DataDocument File(string folder, string name)
    {
        var path = Path.Combine(System.IO.File.Exists(Path.Combine(folder, name)) ? folder : ShippedData.DefaultFolder, name);
        return System.IO.File.Exists(path)
            ? DataDocument.FromFiles([(name, System.IO.File.ReadAllBytes(path))])
            : throw new DataException(path, ["there is no such file"]);
    }
}
