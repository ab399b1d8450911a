using System.Text.Json;
using Matching.Api.Exports;
using Matching.Api.Stays;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Exports;

/// <summary>Stays of the record become the training set, or the faults, that reading their file back gives.</summary>
public sealed class ExportedTrainingSetTests
{
    static readonly DateOnly Today = new(2026, 11, 22);
    static readonly CsvLimits Limits = CsvLimits.Default;

    [Test]
    public async Task Stays_without_fault_give_the_same_set_of_the_same_version()
    {
        var read = await BothWaysAsync(Stays());

        Assert.That(read.Faults, Is.Empty);
        Assert.That(read.Imported!.Set.Stays, Has.Count.EqualTo(10));
        Assert.That(read.Imported.LeftOut.CourtStays, Is.EqualTo(2));
    }

    [Test]
    public async Task None_give_the_same_empty_set() => Assert.That((await BothWaysAsync([])).Imported!.Set.Stays, Is.Empty);

    [TestCase(StayColumns.Track, "sentence")]
    [TestCase(StayColumns.Track, null)]
    [TestCase(StayColumns.ReportedBy, "family")]
    public async Task Stays_that_are_changed_without_fault_give_the_same_set(string column, string? value)
    {
        var stays = Stays().Where(stay => stay.Columns[4] is not null).Select(stay => With(stay, column, value)).ToList();

        Assert.That((await BothWaysAsync(stays)).Faults, Is.Empty);
    }

    [TestCase(StayColumns.Placement, "nowhere")]
    [TestCase(StayColumns.Placement, " nexus , \"quoted\"")]
    [TestCase(StayColumns.Start, "2031-01-01")]
    [TestCase(StayColumns.Start, "yesterday")]
    [TestCase(StayColumns.Stay, "stay-01")]
    [TestCase(StayColumns.Child, "child-a")]
    [TestCase(StayColumns.FactsAsOf, "2025-12-31")]
    [TestCase(StayColumns.FactsAsOf, null)]
    public async Task Stays_with_faults_give_the_same_faults(string column, string? value)
    {
        var stays = Stays().Select(stay => With(stay, column, value)).ToList();

        Assert.That((await BothWaysAsync(stays)).Faults, Is.Not.Empty);
    }

    [Test]
    public async Task Too_many_rows_give_the_same_fault()
    {
        var read = await BothWaysAsync(Stays(), Limits with { Rows = 3 });

        Assert.That(read.Faults.Select(fault => fault.Message), Does.Contain("is one more than the 3 that are read"));
    }

    [Test]
    public async Task Too_many_bytes_are_refused()
    {
        var faults = new CsvFaults();
        var read = await ExportedTrainingSet.ReadAsync(
            Pages(Stays()),
            TestReferenceData.Shipped,
            Today,
            Limits with
            {
                Bytes = 2_000,
            },
            faults,
            CancellationToken.None
        );

        Assert.That(read, Is.Null);
        Assert.That(faults.List()[0].Message, Is.EqualTo("is larger than 2000 bytes"));
    }

    /// <summary>Reads stays both ways, and asserts that there is no difference.</summary>
    static async Task<StayCsvResult> BothWaysAsync(IReadOnlyList<ExportedStay> stays, CsvLimits? limits = null)
    {
        limits ??= Limits;
        var file = new MemoryStream([.. StayExportCsv.HeaderLine, .. stays.Count == 0 ? [] : StayExportCsv.Lines(stays)]);
        var ofFile = StayCsv.Read(file, TestReferenceData.Shipped, today: Today, limits: limits);
        var faults = new CsvFaults();
        var imported = await ExportedTrainingSet.ReadAsync(
            Pages(stays),
            TestReferenceData.Shipped,
            Today,
            limits,
            faults,
            CancellationToken.None
        );
        var ofRecord = StayCsv.With(imported, null, limits, faults);

        // In the record each stay keeps what was known when it began, also what was put right later.
        var expected = ofFile with
        {
            Faults = [.. ofFile.Faults.Where(fact => !fact.Message.StartsWith("says another ", StringComparison.Ordinal))],
        };
        Assert.That(ofRecord.Faults, Is.EqualTo(expected.Faults));
        Assert.That(JsonSerializer.Serialize(ofRecord), Is.EqualTo(JsonSerializer.Serialize(expected)));
        return ofRecord;
    }

    /// <summary>The stays of the shipped example as they would be exported: with the age for the date of birth.</summary>
    static List<ExportedStay> Stays()
    {
        using var file = File.OpenRead(RepositoryFiles.PathOf("data", "training", "example.csv"));
        using var table = CsvTable.Open(file, CsvFile.Stays, Limits, new CsvFaults())!;
        return [.. table.Rows().Select(row => Exported(table.Header.Zip(row.Cells).ToDictionary(StringComparer.Ordinal)))];
    }

    static ExportedStay Exported(Dictionary<string, string> cells)
    {
        if (cells["child.birthDate"].Length > 0)
            cells["child.ageYears"] = "15";
        return new ExportedStay(
            [.. StayColumns.Required.Select(name => cells[name].Length > 0 ? cells[name] : null)],
            [
                .. ExportedStay
                    .FactColumns.Where(fact => cells.GetValueOrDefault(fact.Path, "").Length > 0)
                    .Select(fact => (fact, Value(fact, cells[fact.Path]))),
            ]
        );
    }

    static JsonElement Value(FactColumn fact, string cell) =>
        cell[0] is '[' or '{' || cell is "true" or "false" || int.TryParse(cell, out _)
            ? JsonSerializer.Deserialize<JsonElement>(cell)
            : JsonSerializer.SerializeToElement<object>(fact.IsWords ? cell.Split(StayColumns.Separator) : cell);

    static async IAsyncEnumerable<IReadOnlyList<ExportedStay>> Pages(IReadOnlyList<ExportedStay> stays)
    {
        const int page = 5;
        foreach (var some in stays.Chunk(page))
        {
            await Task.Yield();
            yield return some;
        }
    }

    static ExportedStay With(ExportedStay stay, string column, string? value) =>
        stay with
        {
            Columns = [.. StayColumns.Required.Select((name, index) => name == column ? value : stay.Columns[index])],
        };
}
