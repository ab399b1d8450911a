using Matching.Engine.Learning;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Parsing;

namespace Matching.Api.Models;

/// <summary>A model in a folder of its own, named for its version. All that is read is held against that name.</summary>
/// <param name="Version">Hash of its document, and the folder's name.</param>
/// <param name="Folder">The folder.</param>
/// <param name="IsShipped">Whether it came with the program.</param>
public sealed record StoredModel(string Version, string Folder, bool IsShipped)
{
    /// <summary>What the data held.</summary>
    public const string DataSheetName = "datasheet.md";

    private const int MostBytes = 64 << 20;

    /// <summary>Its document, as it is kept once the model is promoted.</summary>
    /// <exception cref="DataException">It is not there, too large, no JSON, or another one than its folder says.</exception>
    public DataDocument Document()
    {
        var document = DataDocument.FromFiles([(ModelFile.Name, Read(ModelFile.Name) ?? throw At($"has no {ModelFile.Name}"))]);
        return document.Version == Version ? document : throw At($"holds the model {document.Version}");
    }

    /// <summary>The model.</summary>
    /// <exception cref="DataException">Anything is wrong with it.</exception>
    public FittedModel Model() => ModelFileLoader.Load(Document());

    /// <summary>Its evaluation; null when there is none.</summary>
    /// <exception cref="DataException">It is no evaluation, or of another model.</exception>
    public StoredEvaluation? Evaluation()
    {
        if (Read(EvaluationFile.Name) is not { } bytes)
            return null;
        var evaluation = StoredEvaluation.Of(bytes);
        return evaluation.Gates.Model == Version ? evaluation : throw At($"has the evaluation of another model, {evaluation.Gates.Model}");
    }

    /// <summary>Its card; null when there is none.</summary>
    public string? Card() => Read(ModelCard.Name) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    private byte[]? Read(string name)
    {
        var file = new FileInfo(Path.Combine(Folder, name));
        if (!file.Exists)
            return null;
        return file.Length <= MostBytes ? File.ReadAllBytes(file.FullName) : throw At($"has a {name} of more than {MostBytes} bytes");
    }

    private DataException At(string what) => new($"The model {Version}", [what]);
}

/// <summary>An evaluation as it is kept beside the model it was found of.</summary>
/// <param name="Document">Its document.</param>
/// <param name="Gates">What it says of each gate.</param>
public sealed record StoredEvaluation(DataDocument Document, GateRecord Gates)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="DataException">It is no evaluation.</exception>
    public static StoredEvaluation Of(byte[] bytes) =>
        new(DataDocument.FromFiles([(EvaluationFile.Name, bytes)]), EvaluationFile.ReadGates(bytes));

    /// <summary>Opens one that was kept.</summary>
    /// <exception cref="DataException">It is no evaluation.</exception>
    public static StoredEvaluation OfContent(byte[] content)
    {
        var document = DataDocument.FromContent(content);
        return new StoredEvaluation(
            document,
            EvaluationFile.ReadGates(System.Text.Encoding.UTF8.GetBytes(document.Files[0].Content.GetRawText()))
        );
    }
}
