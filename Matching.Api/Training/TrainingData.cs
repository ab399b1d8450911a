using Matching.Api.Stays;
using Matching.Engine;
using Matching.Engine.Learning;

namespace Matching.Api.Training;

/// <summary>Stays to train on, or everything that is wrong with them.</summary>
/// <param name="Set">Null when there are faults.</param>
/// <param name="DataSheet">What they hold, Markdown; null when there are faults.</param>
/// <param name="Faults">By file and row; none when there is a set.</param>
public sealed record TrainingData(TrainingSet? Set, string? DataSheet, IReadOnlyList<CsvFault> Faults)
{
    /// <summary>Reads a file of stays and, where there is one, the file of protected attributes.</summary>
    public static TrainingData Read(
        Stream stays,
        Stream? protectedAttributes,
        ReferenceDataSet referenceData,
        DateOnly? today,
        CsvLimits? limits = null
    ) => Of(StayCsv.Read(stays, referenceData, protectedAttributes, today, limits));

    /// <summary>What was read, with what it holds in words; or its faults.</summary>
    internal static TrainingData Of(StayCsvResult read) =>
        read.Imported is { } imported
            ? new TrainingData(imported.Set, DataSheetMarkdown.Write(Engine.Learning.DataSheet.Of(imported.Set, imported.LeftOut)), [])
            : new TrainingData(null, null, read.Faults);
}
