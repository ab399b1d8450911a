namespace Matching.Api.Stays;

/// <summary>The files a training set is made of.</summary>
public enum CsvFile
{
    Stays,
    Protected,
}

/// <summary>A fault of a file. It never repeats what was in the cell: a value may be personal.</summary>
/// <param name="File">Which of the files.</param>
/// <param name="Row">The number of the row as a spreadsheet shows it, the header being 1; 0 for the file as a whole.</param>
/// <param name="Column">The name of the column; null for the row as a whole.</param>
/// <param name="Message">What is wrong.</param>
public sealed record CsvFault(CsvFile File, int Row, string? Column, string Message)
{
    /// <summary>In words.</summary>
    public override string ToString() =>
        $"{(File == CsvFile.Protected ? "protected attributes, " : "")}{(Row == 0 ? "the file" : $"row {Row}")}{(Column is null ? "" : $", {Column}")}: "
        + $"{Message}";
}

/// <summary>How much is read; more is refused.</summary>
/// <param name="Bytes">The largest file.</param>
/// <param name="Rows">The most rows, the header not counted.</param>
public sealed record CsvLimits(long Bytes, int Rows)
{
    /// <summary>200 MB and 200,000 rows.</summary>
    public static readonly CsvLimits Default = new(200_000_000, 200_000);
}

/// <summary>The faults found so far.</summary>
internal sealed class CsvFaults
{
    // A file of another kind would give one for each cell.
    private const int Many = 10_000;

    private readonly List<CsvFault> _faults = [];

    public bool None => _faults.Count == 0;

    public int Count => _faults.Count;

    /// <summary>Whether there are so many that looking for more helps nobody.</summary>
    public bool AreMany => _faults.Count >= Many;

    public void Add(CsvFile file, int row, string? column, string message) => _faults.Add(new CsvFault(file, row, column, message));

    /// <summary>All of them by file and row.</summary>
    public IReadOnlyList<CsvFault> List() => [.. _faults.OrderBy(fault => fault.File).ThenBy(fault => fault.Row)];
}
