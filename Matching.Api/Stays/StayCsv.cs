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
        if (table is null || StayRowReader.For(table.Header, referenceData, today, faults) is not { } reader)
            return null;
        var rows = new List<StayRow>();
        var firstRows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (number, cells) in table.Rows())
        {
            var row = reader.Read(number, cells);
            rows.Add(row);
            if (row.Stay is { } id && !firstRows.TryAdd(id, number))
                faults.Add(CsvFile.Stays, number, StayColumns.Stay, $"is there twice: also in row {firstRows[id]}");
        }
        RefuseOverlaps(rows, faults);
        if (!faults.None)
            return null;
        var (court, untracked) = (rows.Where(row => row.IsCourts).ToList(), rows.Where(row => row.IsUntracked).ToList());
        return new ImportedStays(
            new TrainingSet(
                table.Version,
                [.. rows.Select(row => row.Observed).OfType<ObservedStay>()],
                new Dictionary<string, IReadOnlyDictionary<string, string>>()
            ),
            new LeftOutStays(court.Count, Children(court), untracked.Count, Children(untracked))
        );
    }

    /// <summary>
    /// A child lives in one place at a time. What a court decided may run beside a place that is kept, and is left out anyway.
    /// </summary>
    private static void RefuseOverlaps(List<StayRow> rows, CsvFaults faults)
    {
        foreach (
            var stays in rows.Where(row => row is { Child: not null, Start: not null, Last: not null, IsCourts: false })
                .GroupBy(row => row.Child, StringComparer.Ordinal)
        )
        {
            StayRow? longest = null;
            // The shorter first: a stay may begin where another began and ended on one day.
            foreach (var stay in stays.OrderBy(row => row.Start).ThenBy(row => row.Last).ThenBy(row => row.Number))
            {
                if (longest is not null && stay.Start < longest.Last)
                    faults.Add(
                        CsvFile.Stays,
                        stay.Number,
                        StayColumns.Start,
                        $"lies within another stay of the same child, in row {longest.Number}: one of them is wrong"
                    );
                if (longest is null || stay.Last > longest.Last)
                    longest = stay;
            }
        }
    }

    private static int Children(List<StayRow> rows) => rows.Select(row => row.Child).Distinct(StringComparer.Ordinal).Count();
}

/// <summary>What came of reading: a training set, or every fault.</summary>
/// <param name="Imported">Null when there are faults.</param>
/// <param name="Faults">By file and row.</param>
public sealed record StayCsvResult(ImportedStays? Imported, IReadOnlyList<CsvFault> Faults);

/// <summary>A training set, and what of the file is not in it.</summary>
public sealed record ImportedStays(TrainingSet Set, LeftOutStays LeftOut);
