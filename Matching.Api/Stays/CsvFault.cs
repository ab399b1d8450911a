using Matching.Api.Http.Faults;
using Matching.Engine.Localization;

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
/// <param name="Text">What is wrong.</param>
/// <param name="Inside">Where in a cell that holds JSON; null for the cell as a whole.</param>
public sealed record CsvFault(CsvFile File, int Row, string? Column, string Text, string? Inside = null)
{
    /// <summary>What is wrong, and where in the cell.</summary>
    public string Message => MessageIn(Language.En);

    /// <summary>The message in a language.</summary>
    public string MessageIn(Language language) => (Inside is null ? "" : Inside + " ") + FaultTexts.In(language, Text);

    /// <summary>In words, with the place.</summary>
    public string In(Language language)
    {
        var file = File == CsvFile.Protected ? FaultTexts.In(language, "protected attributes") + ", " : "";
        var row = Row == 0 ? FaultTexts.In(language, "the file") : FaultTexts.In(language, $"row {Row}");
        return $"{file}{row}{(Column is null ? "" : $", {Column}")}: {MessageIn(language)}";
    }

    /// <summary>In English words.</summary>
    public override string ToString() => In(Language.En);
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

    public void Add(CsvFile file, int row, string? column, string message, string? inside = null) =>
        _faults.Add(new CsvFault(file, row, column, message, inside));

    /// <summary>All of them by file and row.</summary>
    public IReadOnlyList<CsvFault> List() => [.. _faults.OrderBy(fault => fault.File).ThenBy(fault => fault.Row)];
}
