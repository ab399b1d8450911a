using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Parsing;

namespace Matching.Engine.Learning.Reporting;

/// <summary>An evaluation as a document. The same evaluation gives the same bytes.</summary>
public static class EvaluationFile
{
    /// <summary>The version of the form.</summary>
    public const int Schema = 1;

    /// <summary>The name of the file in a model's folder.</summary>
    public const string Name = "evaluation.json";

    private const int Decimals = 4;

    /// <summary>The document of an evaluation.</summary>
    /// <param name="evaluation">What was found.</param>
    /// <param name="modelVersion">The model it was found of.</param>
    /// <param name="dataVersion">The data it was found on.</param>
    /// <param name="settingsVersion">The limits it was held against.</param>
    /// <param name="seed">Of what was drawn.</param>
    public static byte[] Write(ModelEvaluation evaluation, string modelVersion, string dataVersion, string settingsVersion, int seed)
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
            json.WriteString("model", modelVersion);
            json.WriteString("data", dataVersion);
            json.WriteString("settings", settingsVersion);
            json.WriteNumber("seed", seed);
            json.WriteBoolean("passed", evaluation.Passed);
            WriteGates(json, evaluation.Gates);
            Integer(json, "stays", evaluation.Stays);
            Integer(json, "children", evaluation.Children);
            Integer(json, "breakdowns", evaluation.Breakdowns);
            json.WriteBoolean("judgedOnOtherChildren", evaluation.Parted);
            WriteRivals(json, "crossValidated", evaluation.Rivals);
            WriteRivals(json, "laterStays", evaluation.Later);
            WriteCurve(json, evaluation.Curve);
            WriteGroups(json, evaluation.Groups);
            json.WriteStartObject("priorPredictive");
            Integer(json, "seen", evaluation.PriorCheck.Seen);
            Number(json, "expected", evaluation.PriorCheck.Expected);
            json.WriteNumber("low", evaluation.PriorCheck.Low);
            json.WriteNumber("high", evaluation.PriorCheck.High);
            json.WriteEndObject();
            json.WriteStartArray("learningCurve");
            foreach (var (children, logLoss) in evaluation.Learning)
            {
                json.WriteStartObject();
                json.WriteNumber("children", children);
                Number(json, "logLoss", logLoss);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>What decides about release: whose evaluation it is, and each gate.</summary>
    /// <param name="document">The bytes of the file.</param>
    /// <exception cref="DataException">It is no evaluation, or a gate is missing or not known.</exception>
    public static GateRecord ReadGates(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = parsed.RootElement;
            if (root.GetProperty("schema").GetInt32() != Schema)
                throw new DataException("The evaluation", [$"schema must be {Schema}"]);
            var gates = root.GetProperty("gates")
                .EnumerateArray()
                .Select(gate =>
                    (
                        Code: gate.GetProperty("gate").GetString()!,
                        Passed: gate.GetProperty("passed") is { ValueKind: not JsonValueKind.Null } passed
                            ? passed.GetBoolean()
                            : (bool?)null
                    )
                )
                .ToList();
            if (!gates.Select(gate => gate.Code).Order(StringComparer.Ordinal).SequenceEqual(Gates.All.Order(StringComparer.Ordinal)))
                throw new DataException("The evaluation", [$"gates must be exactly: {string.Join(", ", Gates.All)}"]);
            return new GateRecord(root.GetProperty("model").GetString()!, gates)
            {
                Settings = root.TryGetProperty("settings", out var settings) ? settings.GetString() : null,
            };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DataException("The evaluation", [$"is not an evaluation: {fault.Message}"]);
        }
    }

    private static void WriteGates(Utf8JsonWriter json, IReadOnlyList<GateFinding> gates)
    {
        json.WriteStartArray("gates");
        foreach (var gate in gates)
        {
            json.WriteStartObject();
            json.WriteString("gate", gate.Code);
            if (gate.Passed is { } passed)
                json.WriteBoolean("passed", passed);
            else
                json.WriteNull("passed");
            foreach (var (name, value) in gate.Values)
                Number(json, name, value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRivals(Utf8JsonWriter json, string name, IReadOnlyList<Rival> rivals)
    {
        json.WriteStartObject(name);
        foreach (var rival in rivals)
        {
            json.WriteStartObject(rival.Name);
            var measures = rival.Measures;
            WriteFigure(json, "logLoss", measures.LogLoss);
            WriteFigure(json, "brier", measures.Brier);
            WriteFigure(json, "scaledBrier", measures.ScaledBrier);
            WriteFigure(json, "calibrationSlope", measures.CalibrationSlope);
            WriteFigure(json, "calibrationInTheLarge", measures.CalibrationInTheLarge);
            WriteFigure(json, "cIndex", measures.Concordance);
            json.WriteStartObject("netBenefit");
            foreach (var (threshold, benefit) in measures.NetBenefit)
                WriteFigure(json, $"{threshold}", benefit);
            json.WriteEndObject();
            if (rival.Better is { } better)
                WriteFigure(json, "modelBetterByLogLoss", better);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteCurve(Utf8JsonWriter json, IReadOnlyList<CurvePoint> curve)
    {
        json.WriteStartArray("calibrationCurve");
        foreach (var point in curve)
        {
            json.WriteStartObject();
            Number(json, "foretold", point.Foretold);
            WriteFigure(json, "seen", point.Seen);
            json.WriteNumber("children", point.Children);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteGroups(Utf8JsonWriter json, IReadOnlyList<GroupFinding> groups)
    {
        json.WriteStartArray("groups");
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteString("kind", group.Kind);
            json.WriteString("group", group.Name);
            Integer(json, "children", group.Children);
            Number(json, "seen", group.Seen);
            Number(json, "foretold", group.Foretold);
            WriteFigure(json, "gap", group.Gap);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFigure(Utf8JsonWriter json, string name, Figure? figure)
    {
        if (figure is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        Number(json, "value", figure.Value);
        Number(json, "low", figure.Low);
        Number(json, "high", figure.High);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, Rounding.Of(number, Decimals));
        else
            json.WriteNull(name);
    }

    private static void Integer(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}

/// <summary>The gates of a recorded evaluation.</summary>
/// <param name="Model">The version it was found of.</param>
/// <param name="Gates">Each gate; null where it could not be assessed, which is not passed.</param>
public sealed record GateRecord(string Model, IReadOnlyList<(string Code, bool? Passed)> Gates)
{
    /// <summary>Version of the limits they were held against; null when not reported.</summary>
    public string? Settings { get; init; }
}
