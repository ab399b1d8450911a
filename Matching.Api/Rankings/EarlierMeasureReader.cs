using System.Text.Json;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

/// <summary>Reads measures tried before: words, or objects that also say when and whether it helped, in one list.</summary>
internal static class EarlierMeasureReader
{
    private const int MostItems = 50;

    /// <summary>The measures, each once, and what was said of them.</summary>
    public static (IReadOnlyList<EarlierMeasure>? Measures, IReadOnlyList<MeasureTried> Tried) Read(ObjectReader reader, string field)
    {
        if (
            reader.Raw(field) is not { ValueKind: JsonValueKind.Array } list
            || list.GetArrayLength() > MostItems
            || list.EnumerateArray().All(item => item.ValueKind != JsonValueKind.Object)
        )
            return (reader.EnumList<EarlierMeasure>(field, repeats: true), []);
        var (measures, tried) = (new List<EarlierMeasure>(), new List<MeasureTried>());
        var position = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (
                (item.ValueKind == JsonValueKind.Object ? Object(reader, field, item, position) : Word(reader, field, item, position)) is
                { } one
            )
            {
                if (!measures.Contains(one.Measure))
                    measures.Add(one.Measure);
                if (item.ValueKind == JsonValueKind.Object)
                    tried.Add(one);
            }
            position++;
        }
        return (measures, tried);
    }

    private static MeasureTried? Word(ObjectReader reader, string field, JsonElement item, int position)
    {
        if (
            item.ValueKind == JsonValueKind.String
            && JsonText.TryRead(item, out var text)
            && Terms<EarlierMeasure>.TryParse(text, out var measure)
        )
            return new MeasureTried(measure, null, null, null);
        reader.Fault($"{field}[{position}]", $"must be one of: {string.Join(", ", Terms<EarlierMeasure>.AllTexts)}");
        return null;
    }

    private static MeasureTried? Object(ObjectReader reader, string field, JsonElement item, int position)
    {
        var part = reader.Inside(item, $"{field}[{position}]");
        var measure = part.Require("measure").Enum<EarlierMeasure>("measure");
        var (from, to, helped) = (part.Date("from"), part.Date("to"), part.Boolean("helped"));
        if (to < from)
            part.Fault("to", "lies before from");
        part.Close();
        return measure is { } known ? new MeasureTried(known, from, to, helped) : null;
    }
}
