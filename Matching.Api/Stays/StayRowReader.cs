using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Api.Stays;

/// <summary>
/// Reads the rows of a file of stays. Each is written as JSON and read by the reader of requests, so that a profile is read in one way, and
/// every fact is held against the day it was known.
/// </summary>
internal sealed class StayRowReader
{
    private const int MaxPseudonym = 64;
    private const int MaxPlacementId = 64;
    private const string NotKnown = "null",
        LevelFeature = "level",
        FactsPart = "facts",
        DatesPart = "dates",
        AgeColumn = "child.ageYears",
        BirthDateColumn = "child.birthDate";

    private static readonly string[] Parents = [.. StayColumns.Facts.Select(fact => fact.Parent).Distinct()];
    private static readonly JsonDocumentOptions CellOptions = new() { MaxDepth = RequestBody.MostDepth };

    private readonly ReferenceDataSet _referenceData;
    private readonly DateOnly? _today;
    private readonly CsvFaults _faults;
    private readonly bool _isOfRecord;
    private readonly (string Name, int Index)[] _required;
    private readonly (FactColumn Fact, int Index)[] _facts;
    private readonly (FactColumn Fact, int Index)[] _dates;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    private StayRowReader(IReadOnlyList<string> header, ReferenceDataSet referenceData, DateOnly? today, CsvFaults faults, bool isOfRecord)
    {
        (_referenceData, _today, _faults, _isOfRecord) = (referenceData, today, faults, isOfRecord);
        var positions = header
            .Select((name, index) => (name, index))
            .ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        _required = [.. StayColumns.Required.Select(name => (name, positions[name]))];
        _facts = [.. StayColumns.Facts.Where(fact => positions.ContainsKey(fact.Path)).Select(fact => (fact, positions[fact.Path]))];
        _dates =
        [
            .. StayColumns
                .Facts.Where(fact => positions.ContainsKey(fact.Path + StayColumns.AsOf))
                .Select(fact => (fact, positions[fact.Path + StayColumns.AsOf])),
        ];
    }

    /// <summary>A reader for a header; null, with every fault noted, when its columns are not in order.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="referenceData">Names the places there are, and says what facts mean.</param>
    /// <param name="today">No day may lie after it; null when that is not asked.</param>
    /// <param name="faults">Takes the faults.</param>
    /// <param name="isOfRecord">Whether the rows are of the record, which may hold what would be refused today.</param>
    public static StayRowReader? For(
        IReadOnlyList<string> header,
        ReferenceDataSet referenceData,
        DateOnly? today,
        CsvFaults faults,
        bool isOfRecord
    )
    {
        var wrong = header.Distinct(StringComparer.Ordinal).Count() < header.Count;
        foreach (var name in header.Where(name => !IsKnown(name)))
        {
            faults.Add(CsvFile.Stays, 1, JsonText.Shown(name), RefusedColumns.Reason(name) ?? "is not a known column");
            wrong = true;
        }
        foreach (var name in StayColumns.Required.Except(header, StringComparer.Ordinal))
        {
            faults.Add(CsvFile.Stays, 1, name, header.Count == 1 ? "is missing; columns are separated by commas" : "is missing");
            wrong = true;
        }
        return wrong ? null : new StayRowReader(header, referenceData, today, faults, isOfRecord);
    }

    /// <summary>Reads a row; its faults are noted.</summary>
    public StayRow Read(int number, string[] cells)
    {
        var problems = new Problems();
        using var json = Write(cells, problems);
        RefusedText.Refuse(json.RootElement.GetProperty(FactsPart), problems);
        var reader = ObjectReader.Open(json.RootElement, "", problems)!;
        var head = ReadHead(reader, problems);
        var profile = ReadFacts(cells, json.RootElement, head, problems);
        var asOf = ReadDates(cells, reader.Object(DatesPart)!, head, problems);
        var child = profile is null || head.Start is not { } start ? null : ChildOf(profile, start);
        if (profile is not null)
            Check(profile, head, problems);
        if (!_isOfRecord && head.End?.End is { } end && child?.Born is { } born && end > StayFacts.ComesOfAge(born.Last))
            problems.Add(StayColumns.End, $"{Day(end)} lies after the child turned 18: the stay ended then");
        foreach (var (path, messages) in problems.ByPath())
            Note(number, path, messages);
        var isLearntFrom = problems.None && head.Track is { } track && !StayRow.IsOfCourt(track);
        return new StayRow(
            number,
            head.Stay,
            head.Child,
            head.Start,
            head.Last,
            head.Track,
            isLearntFrom ? Watched(Observed(head, profile, asOf), child) : null
        )
        {
            ChildFacts = child,
        };
    }

    private static ChildOfRow ChildOf(ChildProfile profile, DateOnly start) =>
        new(StayFacts.BornBy(profile, start), profile.BirthDate is null ? AgeColumn : BirthDateColumn, profile.Sex);

    /// <summary>The stay as a child lived it: it ends with childhood, and with it the watching.</summary>
    private static ObservedStay Watched(ObservedStay stay, ChildOfRow? child) =>
        child?.Born is { } born ? stay.WatchedUntil(StayFacts.ComesOfAge(born.Last)) : stay;

    private static bool IsKnown(string name) =>
        StayColumns.Required.Contains(name, StringComparer.Ordinal)
        || StayColumns.Find(name) is not null
        || (name.EndsWith(StayColumns.AsOf, StringComparison.Ordinal) && StayColumns.Find(name[..^StayColumns.AsOf.Length]) is not null);

    private static bool IsFilled(string cell) => cell.Length > 0 && cell != NotKnown;

    /// <summary>What every row says.</summary>
    private sealed record Head(
        string? Stay,
        string? Child,
        Placement? Placement,
        DateOnly? Start,
        StayEnd? End,
        DateOnly? WatchedUntil,
        DateOnly? FactsAsOf,
        Track? Track
    )
    {
        public DateOnly? Last => End?.End ?? WatchedUntil;
    }

    private Head ReadHead(ObjectReader reader, Problems problems)
    {
        var (stay, child) = (ReadPseudonym(reader, StayColumns.Stay), ReadPseudonym(reader, StayColumns.Child));
        var placement = ReadPlacement(reader);
        var start = reader.Require(StayColumns.Start).Date(StayColumns.Start);
        var watchedUntil = reader.Date(StayColumns.WatchedUntil);
        var track = reader.Enum<Track>(StayColumns.Track);
        var hasEnded = reader.Has(StayColumns.End) || reader.Has(StayColumns.Ending);
        var end = hasEnded ? StayEnd.Read(reader) : null;
        if (!hasEnded)
        {
            foreach (var column in new[] { StayColumns.EndedBy, StayColumns.MovedTo, StayColumns.ReportedBy }.Where(reader.Has))
                reader.Fault(column, "is told of a stay that has ended only");
            if (!reader.Has(StayColumns.WatchedUntil))
                reader.Fault(StayColumns.WatchedUntil, "is required while the stay has not ended: the last day it was known to go on");
        }
        if (end is not null && end.End < start)
            reader.Fault(StayColumns.End, $"{Day(end.End)} lies before the start, {Day(start.Value)}");
        RefuseAfter(watchedUntil, StayColumns.Start, start, problems);
        RefuseAfter(watchedUntil, StayColumns.End, end?.End, problems);
        foreach (
            var (column, day) in new[] { (StayColumns.Start, start), (StayColumns.End, end?.End), (StayColumns.WatchedUntil, watchedUntil) }
        )
        {
            if (day > _today)
                reader.Fault(column, $"{Day(day.Value)} lies after today, {Day(_today.Value)}");
        }
        return new Head(stay, child, placement, start, end, watchedUntil, reader.Date(StayColumns.FactsAsOf), track);
    }

    private static string? ReadPseudonym(ObjectReader reader, string column)
    {
        var text = reader.Require(column).Text(column, MaxPseudonym);
        if (text is not null && CivilNumber.IsInIdentifier(text))
            reader.Fault(column, RefusedText.CivilNumberRule);
        else if (text is not null && !UnseenLetters.MayStandInName(text))
            reader.Fault(column, UnseenLetters.Rule);
        else
            return text;
        return null;
    }

    private Placement? ReadPlacement(ObjectReader reader)
    {
        if (reader.Require(StayColumns.Placement).Text(StayColumns.Placement, MaxPlacementId) is not { } id)
            return null;
        if (_referenceData.Catalogue.TryFind(id, out var index))
            return _referenceData.Catalogue.Placements[index];
        reader.Fault(StayColumns.Placement, "is not the id of a placement in the catalogue");
        return null;
    }

    private ChildProfile? ReadFacts(string[] cells, JsonElement row, Head head, Problems problems)
    {
        if (!Array.Exists(_facts, fact => IsFilled(cells[fact.Index])))
            return null;
        var inside = new Problems();
        var profile = RankingRequestReader.ReadProfile(
            row.GetProperty(FactsPart),
            _referenceData,
            head.Start ?? _referenceData.Rules.FirstDay,
            inside
        );
        foreach (var (path, messages) in inside.ByPath())
        {
            foreach (var message in messages)
                problems.Add(path, message);
        }
        return profile;
    }

    /// <summary>
    /// The latest day that any of the facts was known; null when there is no fact. Each needs a day, and none may lie after the start.
    /// </summary>
    private DateOnly? ReadDates(string[] cells, ObjectReader dates, Head head, Problems problems)
    {
        var own = _dates.ToDictionary(date => date.Fact, date => (Day: dates.Date(date.Fact.Path), IsFilled: IsFilled(cells[date.Index])));
        var isDated = IsFilled(cells[_required[^1].Index]);
        DateOnly? latest = null;
        foreach (var (fact, index) in _facts)
        {
            if (!IsFilled(cells[index]))
                continue;
            var (day, hasOwn) = own.GetValueOrDefault(fact);
            if (!hasOwn && !isDated)
                problems.Add(
                    fact.Path,
                    $"has no date: {StayColumns.FactsAsOf} or {fact.Path}{StayColumns.AsOf} must say when it was known"
                );
            if ((hasOwn ? day : head.FactsAsOf) is not { } known)
                continue;
            var column = hasOwn ? fact.Path + StayColumns.AsOf : StayColumns.FactsAsOf;
            if (known > head.Start)
                problems.Add(
                    column,
                    $"{Day(known)} lies after the start, {Day(head.Start.Value)}: what was known later must not be learnt from"
                );
            RefuseAfter(head.WatchedUntil, column, known, problems);
            latest = latest > known ? latest : known;
        }
        return latest;
    }

    private static void Check(ChildProfile profile, Head head, Problems problems)
    {
        foreach (
            var day in (profile.Placements ?? []).SelectMany(earlier => new[] { earlier.From, earlier.To }).Where(day => day > head.Start)
        )
            problems.Add(
                "child.placements",
                $"{Day(day!.Value)} lies after the start, {Day(head.Start!.Value)}: what was known later must not be learnt from"
            );
        if (
            head.Track is { } track
            && StayFacts.TrackOf(profile.Legal) is { } legal
            && StayRow.IsOfCourt(legal)
            && !StayRow.IsOfCourt(track)
        )
            problems.Add(StayColumns.Track, "contradicts legal.grounds, which names a ground that a court gives");
    }

    private ObservedStay Observed(Head head, ChildProfile? profile, DateOnly? factsAsOf)
    {
        var (placement, start) = (head.Placement!, head.Start!.Value);
        var needs = profile is null ? null : NeedsAssessment.Of(profile, _referenceData.Criteria);
        var bins = profile is null
            ? BinsOfUnknown(placement)
            : OutcomeFeature.Of(new FeatureSource(CaseOf(profile, start, needs!), needs!, placement, _referenceData.Criteria));
        return new ObservedStay(
            head.Child!,
            placement.Id,
            placement.Level,
            start,
            bins,
            head.Last!.Value.DayNumber - start.DayNumber,
            head.End?.Observed,
            head.End?.MovedTo
        )
        {
            ReportedBy = head.End?.ReportedBy,
            FactsAsOf = factsAsOf,
            Sex = profile?.Sex,
            StrongNeeds = needs is null ? [] : [.. Terms<Need>.All.Where(need => needs.Strengths[(int)need] == NeedStrength.Strong)],
        };
    }

    /// <summary>The child on the first day, under the first rules there are when that lies before them: features rest on no rule.</summary>
    private EligibilityContext CaseOf(ChildProfile profile, DateOnly start, NeedsAssessment needs)
    {
        var rules = _referenceData.Rules;
        var aged = profile with
        {
            AgeYears = profile.AgeYears ?? RankingRequestReader.AgeOn(start, profile.BirthDate!.Value, _referenceData),
            BirthDate = null,
        };
        return new EligibilityContext(
            aged,
            start < rules.FirstDay ? rules.FirstDay : start,
            rules,
            _referenceData.Catalogue,
            needs.Strengths
        );
    }

    /// <summary>A child of whom nothing is known: only the place says something.</summary>
    private static byte[] BinsOfUnknown(Placement placement) =>
        [
            .. OutcomeFeature.All.Select(feature =>
                feature.Code == LevelFeature ? (byte)feature.Position(Terms<Level>.Text(placement.Level.StandIn())) : (byte)0
            ),
        ];

    private JsonDocument Write(string[] cells, Problems problems)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, index) in _required.Where(column => IsFilled(cells[column.Index])))
                writer.WriteString(name, cells[index]);
            writer.WriteStartObject(DatesPart);
            foreach (var (fact, index) in _dates.Where(column => IsFilled(cells[column.Index])))
                writer.WriteString(fact.Path, cells[index]);
            writer.WriteEndObject();
            writer.WriteStartObject(FactsPart);
            foreach (var parent in Parents)
            {
                if (parent.Length > 0)
                    writer.WriteStartObject(parent);
                foreach (var (fact, index) in _facts.Where(column => column.Fact.Parent == parent && IsFilled(cells[column.Index])))
                    WriteValue(writer, fact, cells[index], problems);
                if (parent.Length > 0)
                    writer.WriteEndObject();
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return JsonDocument.Parse(_buffer.WrittenMemory);
    }

    /// <summary>A cell is JSON, a bare word or number, or words separated by semicolons.</summary>
    private static void WriteValue(Utf8JsonWriter writer, FactColumn fact, string cell, Problems problems)
    {
        if (cell[0] is '[' or '{' or '"')
        {
            if (IsJson(cell))
            {
                writer.WritePropertyName(fact.Field);
                writer.WriteRawValue(cell, skipInputValidation: true);
            }
            else
            {
                problems.Add(fact.Path, $"is not valid JSON, or nested deeper than {RequestBody.MostDepth}");
            }
        }
        else if (fact.IsWords)
        {
            writer.WriteStartArray(fact.Field);
            foreach (var word in cell.Split(StayColumns.Separator, StringSplitOptions.TrimEntries))
                writer.WriteStringValue(word);
            writer.WriteEndArray();
        }
        else if (cell is "true" or "false")
        {
            writer.WriteBoolean(fact.Field, cell == "true");
        }
        else if (int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            writer.WriteNumber(fact.Field, whole);
        }
        else
        {
            writer.WriteString(fact.Field, cell);
        }
    }

    private static bool IsJson(string cell)
    {
        try
        {
            using var json = JsonDocument.Parse(cell, CellOptions);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Notes faults by column: what lies inside a cell stands in the message.</summary>
    private void Note(int number, string path, string[] messages)
    {
        var column =
            path.StartsWith(DatesPart + ".", StringComparison.Ordinal) ? path[(DatesPart.Length + 1)..] + StayColumns.AsOf
            : IsKnown(path) ? path
            : StayColumns
                .Facts.Select(fact => fact.Path)
                .Where(fact => path.StartsWith(fact, StringComparison.Ordinal))
                .MaxBy(fact => fact.Length)
                ?? path;
        var inside =
            path.Length > column.Length && path.StartsWith(column, StringComparison.Ordinal) ? path[column.Length..].TrimStart('.') : null;
        foreach (var message in messages)
            _faults.Add(CsvFile.Stays, number, column, message, inside);
    }

    private static void RefuseAfter(DateOnly? watchedUntil, string column, DateOnly? day, Problems problems)
    {
        if (day > watchedUntil)
            problems.Add(column, $"{Day(day.Value)} lies after {StayColumns.WatchedUntil}, {Day(watchedUntil.Value)}");
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
