using Matching.Engine;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.ReferenceData;

/// <summary>The four data documents as bytes, and what they mean.</summary>
public sealed record ShippedData(DataDocument Catalogue, DataDocument Rules, DataDocument Criteria, DataDocument TextDocument)
{
    /// <summary>What rankings rest on.</summary>
    public ReferenceDataSet ReferenceDataSet { get; } = ReferenceDataSet.Load(Catalogue, Rules, Criteria);

    /// <summary>What answers are worded with.</summary>
    public Texts Texts { get; } = Texts.Load(TextDocument);

    /// <summary>Kind, version and content of each document, as they are kept for replay.</summary>
    public IEnumerable<(string Kind, DataDocument Document)> Documents =>
        [("catalogue", Catalogue), ("rules", Rules), ("criteria", Criteria), ("texts", TextDocument)];

    /// <summary>Reads the data folder.</summary>
    /// <exception cref="AggregateException">Documents are at fault; each inner exception lists every problem of one.</exception>
    /// <exception cref="DataException">A file is not JSON, or the texts are at fault.</exception>
    public static ShippedData Load(string folder) =>
        new(
            Folder(Path.Combine(folder, "catalogue")),
            Folder(Path.Combine(folder, "rules")),
            DataDocument.FromFiles([File(Path.Combine(folder, "criteria.json"))]),
            Folder(Path.Combine(folder, "texts"))
        );

    /// <summary>The data folder beside the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "data");

    private static DataDocument Folder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException(folder, ["there is no such folder"]);
        return DataDocument.FromFiles(Directory.EnumerateFiles(folder, "*.json").Select(File));
    }

    private static (string, ReadOnlyMemory<byte>) File(string path) => (Path.GetFileName(path), System.IO.File.ReadAllBytes(path));
}
