using System.Globalization;
using System.Text.Json;
using Matching.Api.ReferenceData;
using Matching.Engine.Parsing;

namespace Matching.Api.Cases;

/// <summary>How long a case must be kept, and when it should be erased. Data: <c>retention.json</c>.</summary>
/// <param name="Keep">Each must have run out before the case may be erased.</param>
/// <param name="Erase">When it has run out the case should be erased.</param>
public sealed record RetentionRules(IReadOnlyList<RetentionPeriod> Keep, RetentionPeriod Erase)
{
    /// <summary>The file in the data folder.</summary>
    public const string FileName = "retention.json";

    private const int Schema = 1;
    private const int MostMonths = 12 * 200;

    /// <summary>Reads the rules of a data folder.</summary>
    /// <exception cref="DataException">The file is missing or at fault; names every problem.</exception>
    public static RetentionRules Load(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            throw new DataException(path, ["there is no such file"]);
        var problems = new Problems();
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var rules = Read(json.RootElement, problems);
            DataException.ThrowIfAny("The retention rules", problems);
            return rules!;
        }
        catch (JsonException)
        {
            throw new DataException(path, ["is not valid JSON"]);
        }
    }

    /// <summary>The periods that a case whose latest entry was made then must still be kept for.</summary>
    public IEnumerable<(RetentionPeriod Period, DateOnly Until)> Running(DateTimeOffset latestEntry, DateTimeOffset now) =>
        Keep.Select(period => (Period: period, Until: period.EndsFor(latestEntry)))
            .Where(running => Today.InCopenhagen(now) < running.Until);

    private static RetentionRules? Read(JsonElement root, Problems problems)
    {
        if (ObjectReader.Open(root, FileName, problems) is not { } reader)
            return null;
        reader.Require("schema").Integer("schema", Schema, Schema);
        reader.Text("about");
        var keep = reader.Require("keep").ObjectList("keep", period => ReadPeriod(period, period.Require("code").Text("code", 64)));
        var erase = reader.Require("erase").Object("erase") is { } end ? ReadErase(end) : null;
        reader.Close();
        if (keep is null || erase is null)
            return null;
        foreach (var longer in keep.Where(period => period.Months > erase.Months))
            problems.Add($"{FileName}.erase.months", $"is shorter than {longer.Code}, which must be kept {longer.Months} months");
        return new RetentionRules(keep, erase);
    }

    private static RetentionPeriod? ReadErase(ObjectReader reader)
    {
        var period = ReadPeriod(reader, "erase");
        reader.Close();
        return period;
    }

    private static RetentionPeriod? ReadPeriod(ObjectReader reader, string? code)
    {
        var months = reader.Require("months").Integer("months", 0, MostMonths);
        var source = reader.Require("source").Text("source");
        var verified = reader.Require("verified").Boolean("verified");
        reader.Text("note");
        return code is null || months is null || source is null || verified is null
            ? null
            : new RetentionPeriod(code, months.Value, source, verified.Value);
    }
}

/// <summary>One period.</summary>
/// <param name="Code">Its name.</param>
/// <param name="Months">Whole months after the latest entry of the case.</param>
/// <param name="Source">Where it is written, in Danish.</param>
/// <param name="Verified">Whether that was checked.</param>
public sealed record RetentionPeriod(string Code, int Months, string Source, bool Verified)
{
    /// <summary>The first day on which it no longer runs; the last of the calendar where that lies before it.</summary>
    public DateOnly EndsFor(DateTimeOffset latestEntry)
    {
        var day = Today.InCopenhagen(latestEntry);
        var monthsLeft = (DateOnly.MaxValue.Year - day.Year) * 12 + DateOnly.MaxValue.Month - day.Month;
        return monthsLeft < Months ? DateOnly.MaxValue : day.AddMonths(Months);
    }

    /// <summary>In words.</summary>
    public string Until(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{Code}: must be kept until {day:yyyy-MM-dd} ({Source})");
}
