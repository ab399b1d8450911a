using Matching.Api.Stays;
using Matching.Engine;

namespace Matching.Api.Exports;

/// <summary>
/// The stays of the record as a training set: what reading their file back would give, to the version. The lines of the file are written
/// page by page for its hash alone.
/// </summary>
internal static class ExportedTrainingSet
{
    /// <summary>Reads it; null when there are faults.</summary>
    /// <param name="pages">The stays as they are exported.</param>
    /// <param name="referenceData">Names the places there are, and says what facts mean.</param>
    /// <param name="today">No day may lie after it.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="faults">By row of the file.</param>
    /// <param name="stopping">Ends it between two pages.</param>
    public static async Task<ImportedStays?> ReadAsync(
        IAsyncEnumerable<IReadOnlyList<ExportedStay>> pages,
        ReferenceDataSet referenceData,
        DateOnly today,
        CsvLimits limits,
        CsvFaults faults,
        CancellationToken stopping
    )
    {
        if (TrainingRows.For(ExportedStay.Header, referenceData, today, faults, isOfRecord: true) is not { } rows)
            return null;
        using var version = new FileVersion();
        version.Add(StayExportCsv.HeaderLine);
        var (limit, bytes, row) = (new RowLimit(CsvFile.Stays, limits, faults), (long)StayExportCsv.HeaderLine.Length, CsvTable.FirstRow);
        await foreach (var page in pages)
        {
            stopping.ThrowIfCancellationRequested();
            var lines = StayExportCsv.Lines(page);
            version.Add(lines);
            if ((bytes += lines.Length) > limits.Bytes)
            {
                faults.Add(CsvFile.Stays, 0, null, CheckedText.TooLarge(limits.Bytes));
                return rows.Close(version.Current);
            }
            foreach (var stay in page)
            {
                if (!limit.Takes(row))
                    return rows.Close(version.Current);
                rows.Add(row++, Array.ConvertAll(stay.Cells(), cell => cell.Trim()));
            }
        }
        return rows.Close(version.Current);
    }
}
