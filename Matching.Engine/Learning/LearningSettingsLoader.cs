using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Engine.Learning;

/// <summary>Reads the settings of learning from their document, or refuses it with every problem listed.</summary>
public static class LearningSettingsLoader
{
    private const int Schema = 1;
    private const int MostChildren = 100_000,
        MostPoints = 100,
        MostLetters = 64;

    // The gates that nobody can override are not overridden by a file either: it may ask for more than this, never for less.
    private const double LaxestConcordance = 0.95,
        LaxestConcordanceOfOneFact = 0.9,
        LaxestTeamReported = 0.3,
        LaxestReported = 0.5,
        LaxestGroupGap = 0.3;
    private const int LaxestGroup = 50; // A smaller group is left out of the gaps.

    /// <summary>Reads the settings.</summary>
    /// <exception cref="DataException">Anything is wrong; names every problem with file and path.</exception>
    public static LearningSettings Load(DataDocument document)
    {
        var problems = new Problems();
        if (document.Files.Count != 1 || ObjectReader.Open(document.Files[0].Content, document.Files[0].Name, problems) is not { } reader)
            throw new DataException("The settings of learning", ["must be one document, an object"]);
        reader.Require("schema").Integer("schema", Schema, Schema);
        reader.Text("about");
        var use = reader.Require("use").Object("use") is { } part
            ? Closed(
                part,
                new ModelUse(
                    Integer(part, "pointsPerLogit", 0, MostPoints),
                    Integer(part, "leastSimilarCases", ModelSupport.LeastChildren, MostChildren),
                    Integer(part, "mostUnseenFacts", 0, OutcomeFeature.All.Count)
                )
            )
            : null;
        var gates = reader.Require("gates").Object("gates") is { } limits ? Closed(limits, ReadGates(limits)) : null;
        var monitoring = reader.Require("monitoring").Object("monitoring") is { } alarms
            ? Closed(
                alarms,
                new MonitoringLimits(
                    Integer(alarms, "leastChildren", ModelSupport.LeastChildren, MostChildren),
                    Number(alarms, "mostShift", 0, 10),
                    Number(alarms, "mostDeviation", 0, 10)
                )
            )
            : null;
        reader.Close();
        DataException.ThrowIfAny("The settings of learning", problems);
        return new LearningSettings(document.Version, use!, gates!, monitoring!);
    }

    private static GateLimits ReadGates(ObjectReader reader) =>
        new(
            Integer(reader, "leastBreakdowns", 1, MostChildren),
            Integer(reader, "leastChildren", ModelSupport.LeastChildren, MostChildren),
            Integer(reader, "leastGroup", ModelSupport.LeastChildren, LaxestGroup),
            Number(reader, "mostConcordance", 0.5, LaxestConcordance),
            Number(reader, "mostConcordanceOfOneFact", 0.5, LaxestConcordanceOfOneFact),
            Number(reader, "mostTeamReported", 0, LaxestTeamReported),
            Number(reader, "leastReported", LaxestReported, 1),
            Number(reader, "mostRiskChange", 0, 1),
            Number(reader, "leastRankStability", -1, 1),
            Number(reader, "leastSlope", 0, 1),
            Number(reader, "mostSlope", 1, 10),
            Number(reader, "mostGap", 0, 1),
            Number(reader, "mostGroupGap", 0, LaxestGroupGap),
            Number(reader, "leastAttributeKnown", 0.5, 1),
            Words(reader, "requiredAttributes"),
            Number(reader, "leastCertainty", 0, 1)
        );

    private static T Closed<T>(ObjectReader reader, T value)
    {
        reader.Close();
        return value;
    }

    private static int Integer(ObjectReader reader, string field, int least, int most) =>
        reader.Require(field).Object(field) is { } part
        && Closed(part, (Value: part.Require("value").Integer("value", least, most), Source: ReadSource(part))) is { Value: { } value }
            ? value
            : least;

    private static double Number(ObjectReader reader, string field, double least, double most)
    {
        if (reader.Require(field).Object(field) is not { } part)
            return least;
        var raw = part.Require("value").Raw("value");
        ReadSource(part);
        part.Close();
        if (raw is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && number >= least && number <= most)
            return number;
        if (raw is not null)
            part.Fault("value", $"must be a number from {least} to {most}");
        return least;
    }

    private static IReadOnlyList<string> Words(ObjectReader reader, string field) =>
        reader.Require(field).Object(field) is { } part
        && Closed(part, (Value: part.Require("value").TextList("value", MostLetters), Source: ReadSource(part))) is { Value: { } value }
            ? value
            : [];

    private static bool ReadSource(ObjectReader reader)
    {
        reader.Require("source").Text("source");
        return reader.Require("verified").Boolean("verified") ?? false;
    }
}
