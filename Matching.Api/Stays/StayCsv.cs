using Matching.Engine;
using Matching.Engine.Learning;

namespace Matching.Api.Stays;

/// <summary>
/// Reads a file of stays, and one of protected attributes, into a training set. Everything that is wrong is reported at once, by row and
/// column; what is at fault is not trained on in part.
/// <c>data/training/README.md</c> says the format.
/// </summary>
public static class StayCsv
{
    /// <summary>Reads both.</summary>
    /// <param name="stays">The file of stays.</param>
    /// <param name="referenceData">Names the places there are, and says what facts mean.</param>
    /// <param name="protectedAttributes">The file of protected attributes; null when there is none.</param>
    /// <param name="today">No day in the file may lie after it; null when that is not asked, as for stays that are made up.</param>
    /// <param name="limits">How much is read.</param>
    public static StayCsvResult Read(
        Stream stays,
        ReferenceDataSet referenceData,
        Stream? protectedAttributes = null,
        DateOnly? today = null,
        CsvLimits? limits = null
    )
    {
        var faults = new CsvFaults();
        limits ??= CsvLimits.Default;
        var read = ReadStays(stays, referenceData, today, limits, faults);
        return With(read, protectedAttributes, limits, faults);
    }

    /// <summary>Stays that were read, with the file of protected attributes of their children; or the faults of both.</summary>
    internal static StayCsvResult With(ImportedStays? read, Stream? protectedAttributes, CsvLimits limits, CsvFaults faults)
    {
        var children = protectedAttributes is null ? [] : ProtectedCsv.Read(protectedAttributes, limits, faults);
        if (read is not { } imported || !faults.None)
            return new StayCsvResult(null, faults.List());
        var among = imported.Set.Stays.Select(stay => stay.Child).ToHashSet(StringComparer.Ordinal);
        var told = children.Where(child => among.Contains(child.Key)).ToDictionary(StringComparer.Ordinal);
        return new StayCsvResult(imported with { Set = imported.Set with { ProtectedByChild = told } }, []);
    }

    private static ImportedStays? ReadStays(
        Stream stream,
        ReferenceDataSet referenceData,
        DateOnly? today,
        CsvLimits limits,
        CsvFaults faults
    )
    {
        using var table = CsvTable.Open(stream, CsvFile.Stays, limits, faults);
        if (table is null || TrainingRows.For(table.Header, referenceData, today, faults) is not { } rows)
            return null;
        foreach (var (number, cells) in table.Rows())
            rows.Add(number, cells);
        return rows.Close(table.Version);
    }
}

/// <summary>What came of reading: a training set, or every fault.</summary>
/// <param name="Imported">Null when there are faults.</param>
/// <param name="Faults">By file and row.</param>
public sealed record StayCsvResult(ImportedStays? Imported, IReadOnlyList<CsvFault> Faults);

/// <summary>A training set, and what of the file is not in it.</summary>
public sealed record ImportedStays(TrainingSet Set, LeftOutStays LeftOut);
