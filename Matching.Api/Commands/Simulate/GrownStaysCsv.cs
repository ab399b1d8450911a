using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using Matching.Api.Exports;
using Matching.Api.Stays;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Engine.Simulation;

namespace Matching.Api.Commands.Simulate;

/// <summary>Grown stays as the files that <c>train</c> reads.</summary>
internal static class GrownStaysCsv
{
    private const string Age = "child.ageYears",
        Child = "child";

    private static readonly JsonSerializerOptions AsSent = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The stays.</summary>
    public static byte[] Stays(IReadOnlyList<GrownStay> stays) =>
        Lines(csv =>
        {
            csv.WriteRecord([.. StayColumns.Required, .. ExportedStay.FactColumns.Select(column => column.Path)]);
            foreach (var grown in stays)
                csv.WriteRecord([.. Columns(grown), .. Facts(grown)]);
        });

    /// <summary>The protected attributes of the children, for audits only.</summary>
    public static byte[] Protected(IReadOnlyList<GrownStay> stays) =>
        Lines(csv =>
        {
            csv.WriteRecord(["child", "ethnicOrigin"]);
            foreach (var grown in stays)
                csv.WriteRecord([grown.Stay.Child, grown.OfOtherOrigin ? "other" : "danish"]);
        });

    private static IEnumerable<string> Columns(GrownStay grown)
    {
        var stay = grown.Stay;
        var last = Date(stay.Start.AddDays(stay.Days));
        var (ending, endedBy) = stay.Ending switch
        {
            null => ("", ""),
            StayEnding.BreakdownChild => (StayEndReasons.Text(StayEndReason.Breakdown), Terms<EndedBy>.Text(EndedBy.Child)),
            StayEnding.BreakdownPlace => (StayEndReasons.Text(StayEndReason.Breakdown), Terms<EndedBy>.Text(EndedBy.Place)),
            StayEnding.BreakdownBoth => (StayEndReasons.Text(StayEndReason.Breakdown), Terms<EndedBy>.Text(EndedBy.Both)),
            StayEnding.Transfer => (StayEndReasons.Text(StayEndReason.Transfer), ""),
            StayEnding.TurnedEighteen => (StayEndReasons.Text(StayEndReason.Turned18), ""),
            _ => (StayEndReasons.Text(StayEndReason.Planned), ""),
        };
        return
        [
            stay.Child.Replace(Child, "stay", StringComparison.Ordinal),
            stay.Child,
            stay.PlacementId,
            Date(stay.Start),
            stay.Ending is null ? "" : last,
            ending,
            endedBy,
            Word(stay.MovedTo),
            Word(stay.ReportedBy),
            Word<Engine.Placements.Track>(grown.Track),
            stay.Ending is null ? last : "",
            Date(stay.FactsAsOf!.Value),
        ];
    }

    private static IEnumerable<string> Facts(GrownStay grown)
    {
        var known = JsonSerializer.SerializeToElement(grown.Known, AsSent);
        foreach (var column in ExportedStay.FactColumns)
            yield return column.Path == Age ? grown.AgeYears.ToString(CultureInfo.InvariantCulture)
            : Find(known, column) is { } value ? ExportedStay.Cell(column, value)
            : "";
    }

    /// <summary>A profile holds the child's own facts beside wishes and law; a request has them in an object of their own.</summary>
    private static JsonElement? Find(JsonElement known, FactColumn column)
    {
        if (column.Parent is not ("" or Child) && !known.TryGetProperty(column.Parent, out known))
            return null;
        return known.TryGetProperty(column.Field, out var value) ? value : null;
    }

    private static byte[] Lines(Action<CsvWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, CsvWriterOptions.Default, leaveOpen: true))
            write(csv);
        return bytes.ToArray();
    }

    private static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Terms<T>.Text(known) : "";
}
