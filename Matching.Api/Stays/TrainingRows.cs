using Matching.Engine;
using Matching.Engine.Learning;

namespace Matching.Api.Stays;

/// <summary>Makes a training set of rows of stays, be they of a file or of the record: what is at fault in one is in the other.</summary>
internal sealed class TrainingRows
{
    private const string SexColumn = "child.sex";

    private readonly StayRowReader _reader;
    private readonly CsvFaults _faults;
    private readonly List<StayRow> _rows = [];
    private readonly Dictionary<string, int> _firstRows = new(StringComparer.Ordinal);

    private readonly bool _isOfRecord;

    private TrainingRows(StayRowReader reader, CsvFaults faults, bool isOfRecord) =>
        (_reader, _faults, _isOfRecord) = (reader, faults, isOfRecord);

    /// <summary>Takes rows of a header; null, with every fault noted, when its columns are not in order.</summary>
    /// <inheritdoc cref="StayRowReader.For"/>
    public static TrainingRows? For(
        IReadOnlyList<string> header,
        ReferenceDataSet referenceData,
        DateOnly? today,
        CsvFaults faults,
        bool isOfRecord = false
    ) =>
        StayRowReader.For(header, referenceData, today, faults, isOfRecord) is { } reader
            ? new TrainingRows(reader, faults, isOfRecord)
            : null;

    /// <summary>Takes a row; its faults are noted.</summary>
    /// <param name="number">Its number, the header being 1.</param>
    /// <param name="cells">As many as the header has.</param>
    public void Add(int number, string[] cells)
    {
        var row = _reader.Read(number, cells);
        _rows.Add(row);
        if (row.Stay is { } id && !_firstRows.TryAdd(id, number))
            _faults.Add(CsvFile.Stays, number, StayColumns.Stay, $"is there twice: also in row {_firstRows[id]}");
    }

    /// <summary>The training set of all rows; null when there are faults.</summary>
    /// <param name="version">Hash of the file.</param>
    public ImportedStays? Close(string version)
    {
        RefuseOverlaps();
        if (!_isOfRecord)
            RefuseDifferentChildren();
        if (!_faults.None)
            return null;
        var (court, untracked) = (_rows.Where(row => row.IsCourts).ToList(), _rows.Where(row => row.IsUntracked).ToList());
        return new ImportedStays(
            new TrainingSet(
                version,
                [.. _rows.Select(row => row.Observed).OfType<ObservedStay>()],
                new Dictionary<string, IReadOnlyDictionary<string, string>>()
            ),
            new LeftOutStays(court.Count, Children(court), untracked.Count, Children(untracked))
        );
    }

    /// <summary>
    /// A child lives in one place at a time. What a court decided may run beside a place that is kept, and is left out anyway.
    /// </summary>
    private void RefuseOverlaps()
    {
        foreach (
            var stays in _rows
                .Where(row => row is { Child: not null, Start: not null, Last: not null, IsCourts: false })
                .GroupBy(row => row.Child, StringComparer.Ordinal)
        )
        {
            StayRow? longest = null;
            // The shorter first: a stay may begin where another began and ended on one day.
            foreach (var stay in stays.OrderBy(row => row.Start).ThenBy(row => row.Last).ThenBy(row => row.Number))
            {
                if (longest is not null && stay.Start < longest.Last)
                    _faults.Add(
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

    /// <summary>
    /// One child has one birth date and one sex. In the record an earlier fact may have been a mistake that was put right later, and each
    /// stay keeps what was known when it began.
    /// </summary>
    private void RefuseDifferentChildren()
    {
        foreach (var rows in _rows.Where(row => row.Child is not null).GroupBy(row => row.Child, StringComparer.Ordinal))
        {
            (StayRow Row, DateOnly First, DateOnly Last)? born = null;
            StayRow? sexed = null;
            foreach (var row in rows.OrderBy(row => row.Number))
            {
                if (row.ChildFacts is { Born: { } own } facts)
                {
                    if (born is { } other && (own.First > other.Last || own.Last < other.First))
                        _faults.Add(
                            CsvFile.Stays,
                            row.Number,
                            facts.BornColumn,
                            $"says another birth date of the same child than row {other.Row.Number}: one of them is wrong"
                        );
                    else
                        born = born is { } so
                            ? (so.Row, Later(so.First, own.First), Earlier(so.Last, own.Last))
                            : (row, own.First, own.Last);
                }
                if (row.ChildFacts?.Sex is not { } sex)
                    continue;
                sexed ??= row;
                if (sexed.ChildFacts!.Sex != sex)
                    _faults.Add(
                        CsvFile.Stays,
                        row.Number,
                        SexColumn,
                        $"says another sex of the same child than row {sexed.Number}: one of them is wrong"
                    );
            }
        }
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static int Children(List<StayRow> rows) => rows.Select(row => row.Child).Distinct(StringComparer.Ordinal).Count();
}
