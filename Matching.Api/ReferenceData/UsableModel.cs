using Matching.Engine.Learning;
using Matching.Engine.Parsing;

namespace Matching.Api.ReferenceData;

/// <summary>A model as it is used, and the document that says all of it, which is kept with the rankings it is used for.</summary>
public sealed record UsableModel(DataDocument Document, FittedModel Model)
{
    /// <summary>What the store calls such a document.</summary>
    public const string Kind = "model";

    /// <summary>Reads the content of a model's file.</summary>
    /// <exception cref="DataException">Anything is wrong with it.</exception>
    public static UsableModel Read(ReadOnlyMemory<byte> file) => Of(DataDocument.FromFiles([(ModelFile.Name, file)]));

    /// <summary>Reads a document that was kept.</summary>
    /// <exception cref="DataException">Anything is wrong with it.</exception>
    public static UsableModel Of(DataDocument document) => new(document, ModelFileLoader.Load(document));
}
