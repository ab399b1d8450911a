using CsvHelper;
using Matching.Engine.Parsing;

namespace Matching.Api.Stays;

/// <summary>A comma-separated file (RFC 4180, UTF-8) with a header, read row by row within limits.</summary>
internal sealed class CsvTable : IDisposable
{
    /// <summary>The number of the first row after the header.</summary>
    public const int FirstRow = 2;

    private const int MostBytesInRow = 1 << 20;

    private readonly CsvFile _file;
    private readonly CsvLimits _limits;
    private readonly CsvFaults _faults;
    private readonly CheckedText _text;
    private readonly CsvReader _reader;
    private CsvMalformedReason? _malformed;

    private CsvTable(Stream stream, CsvFile file, CsvLimits limits, CsvFaults faults)
    {
        (_file, _limits, _faults, _text) = (file, limits, faults, new CheckedText(stream, limits.Bytes));
        _reader = CsvReader.Create(
            _text,
            new CsvReaderOptions
            {
                Separator = ',',
                HasHeader = false,
                SkipEmptyLines = false,
                MaxRecordSize = MostBytesInRow,
                MalformedData = CsvMalformedDataHandling.Recover,
                OnMalformedRecord = record => _malformed = record.Reason,
                IncludeValuesInExceptions = false,
            },
            leaveOpen: true
        );
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>Hash of the file, once every row was read.</summary>
    public string Version => _text.Version;

    /// <summary>Opens a file and reads its header; null, with the fault noted, when there is none to be read.</summary>
    public static CsvTable? Open(Stream stream, CsvFile file, CsvLimits limits, CsvFaults faults)
    {
        var table = new CsvTable(stream, file, limits, faults);
        if (table.ReadHeader())
            return table;
        table.Dispose();
        return null;
    }

    /// <summary>The rows that hold as many cells as the header, each with its number; blank lines are passed over.</summary>
    public IEnumerable<(int Row, string[] Cells)> Rows()
    {
        var limit = new RowLimit(_file, _limits, _faults);
        for (var row = FirstRow; Read(row) is { } cells; row++)
        {
            if (IsMalformed(row) || cells is [""])
                continue;
            if (!limit.Takes(row))
                yield break;
            if (cells.Length == Header.Count)
                yield return (row, cells);
            else
                _faults.Add(_file, row, null, $"holds {cells.Length} cells, the header {Header.Count}");
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _text.Dispose();
    }

    private bool ReadHeader()
    {
        var before = _faults.Count;
        if (Read(1) is not { } names || names is [""])
        {
            if (_faults.Count == before)
                _faults.Add(_file, 0, null, "is empty: the first row must name the columns");
            return false;
        }
        Header = names;
        foreach (var twice in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            _faults.Add(_file, 1, JsonText.Shown(twice.Key), "is there twice");
        return !IsMalformed(1);
    }

    /// <summary>The cells of the next row without the white space around them; null at the end, or where the file is not read on.</summary>
    private string[]? Read(int row)
    {
        _malformed = null;
        try
        {
            if (!_reader.Read())
                return null;
            var cells = new string[_reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = _reader.GetString(i).Trim();
            return cells;
        }
        catch (RefusedTextException refused)
        {
            _faults.Add(_file, 0, null, refused.Message);
        }
        catch (CsvFormatException)
        {
            _faults.Add(_file, row, null, $"is longer than {MostBytesInRow} bytes: is a quote never closed?");
        }
        return null;
    }

    private bool IsMalformed(int row)
    {
        if (_malformed is not { } reason)
            return false;
        _faults.Add(
            _file,
            row,
            null,
            reason switch
            {
                CsvMalformedReason.UnterminatedQuote => "has a quote that is never closed",
                CsvMalformedReason.TextAfterClosingQuote => "has text after a closing quote; a quote inside a quoted cell is doubled",
                _ => "has a quote in a cell that is not quoted",
            }
        );
        return true;
    }
}
