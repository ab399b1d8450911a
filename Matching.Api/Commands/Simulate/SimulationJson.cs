using System.Buffers;
using System.Text.Json;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Simulation;

namespace Matching.Api.Commands.Simulate;

/// <summary>A comparison of policies as data: codes and numbers with two decimals, no sentence, no date.</summary>
internal static class SimulationJson
{
    private const int Schema = 1,
        Decimals = 2;

    public static byte[] Of(SimulationReport report, ShippedData data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            WriteSettings(writer, report, data);
            writer.WriteStartArray("policies");
            foreach (var result in report.Policies)
                Write(writer, result);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteSettings(Utf8JsonWriter writer, SimulationReport report, ShippedData data)
    {
        writer.WriteStartObject("versions");
        writer.WriteString("engine", Matcher.EngineVersion);
        writer.WriteString("rules", data.Rules.Version);
        writer.WriteString("criteria", data.Criteria.Version);
        writer.WriteString("catalogue", data.Catalogue.Version);
        writer.WriteString("city", report.PlanVersion);
        writer.WriteEndObject();
        writer.WriteStartObject("settings");
        writer.WriteNumber("years", report.Settings.Years);
        writer.WriteNumber("replications", report.Settings.Replications);
        writer.WriteNumber("seed", report.Settings.Seed);
        writer.WriteString("truth", Terms<TruthKind>.Text(report.Settings.Truth));
        writer.WriteNumber("scale", report.Settings.Scale);
        writer.WriteEndObject();
        Write(writer, "staysPerReplication", report.StaysPerReplication);
    }

    private static void Write(Utf8JsonWriter writer, PolicyResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("policy", Terms<PolicyKind>.Text(result.Policy));
        Write(writer, "breakdownsPer100", result.BreakdownsPer100);
        Write(writer, "fewerPer100", result.FewerPer100);
        Write(writer, "shareOfGain", result.ShareOfGain);
        Write(writer, "happenedPer100", result.HappenedPer100);
        Write(writer, "escalationsPer100", result.EscalationsPer100);
        Write(writer, "overCapacityPer100", result.OverCapacityPer100);
        writer.WriteStartObject("byGroup");
        foreach (var group in Terms<ChildGroup>.All)
            Write(writer, Terms<ChildGroup>.Text(group), result.ByGroup[(int)group]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Estimate? estimate)
    {
        if (estimate is not { } told)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WriteStartObject(name);
        Write(writer, "value", told.Value);
        Write(writer, "low", told.Low);
        Write(writer, "high", told.High);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, double value) =>
        writer.WriteNumber(name, Math.Round((decimal)value, Decimals, MidpointRounding.AwayFromZero));
}
