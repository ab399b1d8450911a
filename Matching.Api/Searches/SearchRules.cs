using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Api.Searches;

/// <summary>How long places have to answer and beds are held. Data: <c>visitation.json</c>.</summary>
/// <param name="HoldDays">Days for which an acceptance holds a bed where no other day is named.</param>
/// <param name="LongestHoldDays">The most days for which one may.</param>
/// <param name="LongestAnswerDays">The most days that a place may be given to answer.</param>
public sealed record SearchRules(int HoldDays, int LongestHoldDays, int LongestAnswerDays)
{
    /// <summary>The file in the data folder.</summary>
    public const string FileName = "visitation.json";

    private const int Schema = 1;
    private const int MostDays = 366;

    /// <summary>Reads the rules of a data folder.</summary>
    /// <exception cref="DataException">The file is missing or at fault; names every problem.</exception>
    public static SearchRules Load(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            throw new DataException(path, ["there is no such file"]);
        var problems = new Problems();
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var rules = Read(json.RootElement, problems);
            DataException.ThrowIfAny("The rules of visitation", problems);
            return rules!;
        }
        catch (JsonException)
        {
            throw new DataException(path, ["is not valid JSON"]);
        }
    }

    private static SearchRules? Read(JsonElement root, Problems problems)
    {
        if (ObjectReader.Open(root, FileName, problems) is not { } reader)
            return null;
        reader.Require("schema").Integer("schema", Schema, Schema);
        reader.Text("about");
        var (hold, longestHold, longestAnswer) = (
            Days(reader, "holdDays"),
            Days(reader, "longestHoldDays"),
            Days(reader, "longestAnswerDays")
        );
        if (hold > longestHold)
            reader.Fault("holdDays", "is more than longestHoldDays");
        reader.Close();
        return hold is null || longestHold is null || longestAnswer is null
            ? null
            : new SearchRules(hold.Value, longestHold.Value, longestAnswer.Value);
    }

    private static int? Days(ObjectReader reader, string name)
    {
        if (reader.Require(name).Object(name) is not { } line)
            return null;
        var days = line.Require("value").Integer("value", 1, MostDays);
        line.Require("source").Text("source");
        line.Require("verified").Boolean("verified");
        line.Close();
        return days;
    }
}
