using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Learning;

/// <summary>
/// Writes an outcome model as its document. Numbers are rounded once, here: a model is what its document says, so whoever trains one reads
/// it back. The same model gives
/// the same bytes.
/// </summary>
public static class ModelFile
{
    /// <summary>The version of the form.</summary>
    public const int Schema = 1;

    /// <summary>The name of the file in a model's folder.</summary>
    public const string Name = "model.json";

    internal const int LogitDecimals = 6,
        CovarianceDecimals = 8;

    private const string About =
        "An outcome model: for a cause and an interval of 30 days, the logit of the hazard is exactly the cause's baseline + its "
        + "part of time + one logit per feature (0 for a bin that is unknown) + the place's. "
        + "'prior' is what was believed before any data, 'deviation' the standard deviation now, 'children' how many children of the "
        + "data were in the bin: null for fewer than five, and then nothing was learned. "
        + "'covariance' is the lower triangle over the cells: cause by cause the baseline, the parts of time and the bins without "
        + "'unknown', then the places in order of id.";

    /// <summary>The document of a model.</summary>
    public static byte[] Write(
        ModelOrigin origin,
        OutcomeModel tables,
        OutcomeModel prior,
        CellCovariance covariance,
        double unseenPlaceWidth,
        ModelSupport support,
        ModelUse use
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("about", About);
            WriteOrigin(json, origin);
            json.WriteStartObject("use");
            json.WriteNumber("pointsPerLogit", use.PointsPerLogit);
            json.WriteNumber("leastSimilarCases", use.LeastSimilarCases);
            json.WriteNumber("mostUnseenFacts", use.MostUnseenFacts);
            json.WriteEndObject();
            json.WriteStartObject("causes");
            for (var cause = 0; cause < HazardLayout.Causes; cause++)
                WriteCause(json, cause, tables, prior, covariance);
            json.WriteEndObject();
            WriteFeatures(json, support);
            WritePlaces(json, tables, covariance, support);
            json.WriteNumber("unseenPlaceWidth", Rounding.Of(unseenPlaceWidth, LogitDecimals));
            WriteSimilar(json, support);
            WriteCovariance(json, covariance);
            json.WriteEndObject();
        }
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteOrigin(Utf8JsonWriter json, ModelOrigin origin)
    {
        json.WriteStartObject("origin");
        json.WriteString("trainer", origin.Trainer);
        json.WriteNumber("seed", origin.Seed);
        json.WriteString("data", origin.Data);
        json.WriteString("prior", origin.PriorVersion);
        Write(json, "stays", origin.Stays);
        Write(json, "children", origin.Children);
        Write(json, "breakdowns", origin.Breakdowns);
        json.WriteString("firstStart", origin.FirstStart?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("lastStart", origin.LastStart?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void WriteCause(Utf8JsonWriter json, int cause, OutcomeModel tables, OutcomeModel prior, CellCovariance covariance)
    {
        json.WriteStartObject(Terms<EndingCause>.AllTexts[cause]);
        json.WritePropertyName("baseline");
        WriteCell(json, prior.Baselines[cause], tables.Baselines[cause], covariance, HazardLayout.CellOf(cause, 0));
        json.WriteStartArray("time");
        for (var part = 0; part < TimeGrid.Parts; part++)
            WriteCell(json, prior.Time[cause][part], tables.Time[cause][part], covariance, HazardLayout.CellOf(cause, 1 + part));
        json.WriteEndArray();
        json.WriteStartObject("features");
        for (var feature = 0; feature < OutcomeFeature.All.Count; feature++)
        {
            json.WriteStartObject(OutcomeFeature.All[feature].Code);
            for (var bin = 1; bin < OutcomeFeature.All[feature].Bins.Count; bin++)
            {
                json.WritePropertyName(OutcomeFeature.All[feature].Bins[bin]);
                WriteCell(
                    json,
                    prior.Bins[cause][feature][bin],
                    tables.Bins[cause][feature][bin],
                    covariance,
                    HazardLayout.CellOf(cause, HazardLayout.ColumnOf(feature, (byte)bin))
                );
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, double prior, double logit, CellCovariance covariance, int cell)
    {
        json.WriteStartObject();
        json.WriteNumber("prior", Rounding.Of(prior, LogitDecimals));
        json.WriteNumber("logit", Rounding.Of(logit, LogitDecimals));
        json.WriteNumber("deviation", Rounding.Of(Deviation(covariance, cell), LogitDecimals));
        json.WriteEndObject();
    }

    private static void WriteFeatures(Utf8JsonWriter json, ModelSupport support)
    {
        json.WriteStartObject("children");
        for (var feature = 0; feature < OutcomeFeature.All.Count; feature++)
        {
            json.WriteStartObject(OutcomeFeature.All[feature].Code);
            for (var bin = 0; bin < OutcomeFeature.All[feature].Bins.Count; bin++)
                Write(json, OutcomeFeature.All[feature].Bins[bin], Reported(support.Bins[feature][bin]));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WritePlaces(Utf8JsonWriter json, OutcomeModel tables, CellCovariance covariance, ModelSupport support)
    {
        json.WriteStartObject("places");
        foreach (var (id, index) in tables.Places.Keys.Order(StringComparer.Ordinal).Select((id, index) => (id, index)))
        {
            json.WriteStartObject(id);
            Write(json, "children", Reported(support.Places.GetValueOrDefault(id)));
            json.WriteNumber("logit", Rounding.Of(tables.Places[id], LogitDecimals));
            json.WriteNumber("deviation", Rounding.Of(Deviation(covariance, HazardLayout.CellOfPlace(index)), LogitDecimals));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteSimilar(Utf8JsonWriter json, ModelSupport support)
    {
        json.WriteStartObject("similar");
        foreach (var (level, ages) in support.Similar.OrderBy(pair => pair.Key))
        {
            json.WriteStartObject(Terms<Level>.Text(level));
            for (var bin = 0; bin < ages.Count; bin++)
                Write(json, OutcomeFeature.Age.Bins[bin], Reported(ages[bin]));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteCovariance(Utf8JsonWriter json, CellCovariance covariance)
    {
        json.WriteStartArray("covariance");
        for (int row = 0, next = 0; row < covariance.Count; row++)
        {
            // A row to a line: written by hand, since the writer would give each number its own.
            var numbers = new string[row + 1];
            for (var column = 0; column <= row; column++, next++)
                numbers[column] = Rounding
                    .Of(covariance.Lower[next], CovarianceDecimals)
                    .ToString(System.Globalization.CultureInfo.InvariantCulture);
            json.WriteRawValue($"[{string.Join(',', numbers)}]");
        }
        json.WriteEndArray();
    }

    private static int? Reported(int children) => children == ModelSupport.Suppressed ? null : children;

    private static double Deviation(CellCovariance covariance, int cell) => Logit.Root(Math.Max(0, covariance.Of(cell, cell)));
}
