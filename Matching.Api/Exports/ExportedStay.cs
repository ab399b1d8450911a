using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Api.Stays;
using Matching.Engine;
using Matching.Engine.Parsing;

namespace Matching.Api.Exports;

/// <summary>
/// A stay as analysts get it: under pseudonyms, with the age in whole years for the date of birth and without the days of earlier
/// placements. It stays personal data: where a child lived and when may
/// point to one.
/// </summary>
/// <param name="Columns">Those of <see cref="StayColumns.Required"/>, in their order; null = empty.</param>
/// <param name="Facts">What was known at the start, in the order of <see cref="StayColumns.Facts"/>.</param>
internal sealed record ExportedStay(IReadOnlyList<string?> Columns, IReadOnlyList<(FactColumn Column, JsonElement Value)> Facts)
{
    private const string Birth = "child.birthDate",
        Age = "child.ageYears",
        Earlier = "child.placements";
    private static readonly string[] DaysOfEarlier = ["from", "to"];

    /// <summary>The facts an export can hold.</summary>
    public static IReadOnlyList<FactColumn> FactColumns { get; } = [.. StayColumns.Facts.Where(fact => fact.Path != Birth)];

    /// <summary>The columns of the file.</summary>
    public static IReadOnlyList<string> Header { get; } = [.. StayColumns.Required, .. FactColumns.Select(fact => fact.Path)];

    /// <summary>Writes a stay of the log under pseudonyms.</summary>
    /// <param name="recorded">The stay.</param>
    /// <param name="stay">Its pseudonym.</param>
    /// <param name="child">The child's.</param>
    /// <param name="today">The last day a stay that goes on has been watched.</param>
    /// <param name="referenceData">Says when a child born on 29 February turns a year older.</param>
    public static ExportedStay Of(RecordedStay recorded, string stay, string child, DateOnly today, ReferenceDataSet referenceData)
    {
        var (told, end, facts) = (recorded.Stay, recorded.End, recorded.Facts);
        return new ExportedStay(
            [
                stay,
                child,
                told.PlacementId,
                Date(told.Start),
                Date(end?.End),
                end is null ? null : StayEndReasons.Text(end.Ending),
                Word(end?.EndedBy),
                Word(end?.MovedTo),
                Word(end?.ReportedBy),
                Word(recorded.Track),
                end is null ? Date(today) : null,
                Date(facts.AsOf),
            ],
            facts.Request is { } request ? [.. FactsOf(request, facts.AsOf!.Value, referenceData)] : []
        );
    }

    /// <summary>Its row of the file, a cell for each column of <see cref="Header"/>.</summary>
    public string[] Cells()
    {
        var facts = Facts.ToDictionary(fact => fact.Column, fact => Cell(fact.Column, fact.Value));
        return [.. Columns.Select(cell => cell ?? ""), .. FactColumns.Select(column => facts.GetValueOrDefault(column, ""))];
    }

    /// <summary>The cell of a fact: a bare word or number, words separated by semicolons, or JSON.</summary>
    public static string Cell(FactColumn column, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array when column.IsWords && value.GetArrayLength() > 0 => string.Join(
                StayColumns.Separator,
                value.EnumerateArray().Select(word => word.GetString())
            ),
            _ => value.GetRawText(),
        };

    private static IEnumerable<(FactColumn, JsonElement)> FactsOf(JsonElement request, DateOnly asOf, ReferenceDataSet referenceData)
    {
        foreach (var column in FactColumns)
        {
            if (column.Path == Age && Find(request, StayColumns.Find(Birth)!) is { } birth)
                yield return (
                    column,
                    JsonSerializer.SerializeToElement(
                        RankingRequestReader.AgeOn(asOf, DateOnly.ParseExact(birth.GetString()!, "yyyy-MM-dd"), referenceData)
                    )
                );
            else if (Find(request, column) is { } value)
                yield return (column, column.Path == Earlier ? WithoutDays(value) : value);
        }
    }

    private static JsonElement? Find(JsonElement request, FactColumn column)
    {
        if (column.Parent.Length > 0 && !(request.TryGetProperty(column.Parent, out request) && request.ValueKind == JsonValueKind.Object))
            return null;
        return request.TryGetProperty(column.Field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private static JsonElement WithoutDays(JsonElement placements) =>
        JsonSerializer.SerializeToElement(
            placements
                .EnumerateArray()
                .Select(placement =>
                    placement
                        .EnumerateObject()
                        .Where(property => !DaysOfEarlier.Contains(property.Name))
                        .ToDictionary(property => property.Name, property => property.Value)
                )
        );

    private static string? Date(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Terms<T>.Text(known) : null;
}
