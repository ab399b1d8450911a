using Matching.Api.Http;
using Matching.Engine.Parsing;

namespace Matching.Api.Stays;

/// <summary>
/// Reads protected attributes: <c>child,&lt;attribute&gt;…</c>, a row for each child. They are looked at in audits only, so they come in a
/// file of their own.
/// </summary>
internal static class ProtectedCsv
{
    private const int MaxPseudonym = 64,
        MaxText = 100;

    /// <summary>The attributes by the child's pseudonym, then name; an empty cell is not known. Faults are noted.</summary>
    public static Dictionary<string, IReadOnlyDictionary<string, string>> Read(Stream stream, CsvLimits limits, CsvFaults faults)
    {
        var children = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        using var table = CsvTable.Open(stream, CsvFile.Protected, limits, faults);
        if (table is null || !IsInOrder(table.Header, faults))
            return children;
        var reported = new HashSet<(int Column, string Value)>();
        var spellings = new Dictionary<(int Column, string Key), (string Value, int Row)>();
        foreach (var (number, cells) in table.Rows())
        {
            void Fault(int column, string message) => faults.Add(CsvFile.Protected, number, JsonText.Shown(table.Header[column]), message);
            for (var column = 0; column < cells.Length; column++)
            {
                if (column == 0 ? CivilNumber.IsInIdentifier(cells[column]) : CivilNumber.IsIn(cells[column]))
                    Fault(column, RefusedText.CivilNumberRule);
                else if (!UnseenLetters.MayStandInName(cells[column]))
                    Fault(column, UnseenLetters.Rule);
                else if (cells[column].Length > (column == 0 ? MaxPseudonym : MaxText))
                    Fault(column, $"must hold at most {(column == 0 ? MaxPseudonym : MaxText)} characters");
                else if (column > 0)
                    CheckSpelling(column);
            }
            var told = table
                .Header.Zip(cells)
                .Skip(1)
                .Where(cell => cell.Second.Length > 0)
                .ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
            if (cells[0].Length == 0)
                Fault(0, "is required");
            else if (!children.TryAdd(cells[0], told))
                Fault(0, "is there twice");

            // Each spelling would be a group of its own, too small to be compared, and no gate would see them together.
            void CheckSpelling(int column)
            {
                var known = (column, Spelling.KeyOf(cells[column]));
                if (
                    spellings.TryAdd(known, (cells[column], number))
                    || spellings[known].Value == cells[column]
                    || !reported.Add((column, cells[column]))
                )
                    return;
                Fault(
                    column,
                    $"is spelled otherwise than the same value in row {spellings[known].Row}: by case, spaces or letters that look alike; "
                        + "one value is spelled in one way"
                );
            }
        }
        return children;
    }

    private static bool IsInOrder(IReadOnlyList<string> header, CsvFaults faults)
    {
        var wrong = header.Distinct(StringComparer.Ordinal).Count() < header.Count;
        void Fault(string? name, string message)
        {
            faults.Add(CsvFile.Protected, 1, name, message);
            wrong = true;
        }
        if (header[0] != StayColumns.Child)
            Fault(StayColumns.Child, "must be the first column");
        if (header.Count < 2)
            Fault(null, "names no attribute");
        foreach (
            var name in header
                .Skip(1)
                .Where(name => name.Length is 0 or > MaxPseudonym || CivilNumber.IsIn(name) || !UnseenLetters.MayStandInName(name))
        )
            Fault(JsonText.Shown(name), $"must be named with 1 to {MaxPseudonym} characters that are seen");
        return !wrong;
    }
}
