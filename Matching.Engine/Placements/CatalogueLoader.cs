using System.Text.Json;
using System.Text.RegularExpressions;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Placements;

/// <summary>Reads a catalogue from its documents, or refuses it with every problem listed.</summary>
public static partial class CatalogueLoader
{
    private const int MaxPlacements = 20_000;
    private const int OldestSchema = 1,
        RequiresSince = 3,
        Schema = 3;

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[0-9]{4}(-[0-9]{2}){0,2}\\z")]
    private static partial Regex DatePattern();

    /// <summary>Reads a catalogue.</summary>
    /// <param name="document">One JSON object that maps each file's name to its content.</param>
    /// <exception cref="DataException">Anything is wrong; names every problem with file and path.</exception>
    public static Catalogue Load(DataDocument document)
    {
        var problems = new Problems();
        var placements = new List<Placement>();
        var services = new List<CareService>();
        foreach (var (file, content) in document.Files)
        {
            if (ObjectReader.Open(content, file, problems) is not { } reader)
                continue;
            var schema = reader.Require("schema").Integer("schema", OldestSchema, Schema) ?? Schema;
            placements.AddRange(reader.ObjectList("placements", placement => ReadPlacement(placement, schema), MaxPlacements) ?? []);
            services.AddRange(reader.ObjectList("services", service => ReadService(service, schema), MaxPlacements) ?? []);
            reader.Close();
        }
        foreach (var id in Repeated(placements.Select(placement => placement.Id)).Concat(Repeated(services.Select(service => service.Id))))
            problems.Add(id, "is the id of more than one entry");
        if (placements.Count == 0)
            problems.Add("placements", "there is none");
        DataException.ThrowIfAny("The catalogue", problems);
        return new Catalogue(document.Version, placements, services);
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> ids) =>
        ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);

    private static Placement ReadPlacement(ObjectReader reader, int schema)
    {
        var placement = ReadPlacement(reader);
        return schema < RequiresSince ? placement : placement with { Details = PlacementDetailsReader.Read(reader) };
    }

    private static Placement ReadPlacement(ObjectReader reader) =>
        new(
            ReadId(reader, "id"),
            ReadId(reader, "institution"),
            reader.Require("name").Text("name", 200) ?? "",
            reader.Require("level").Enum<Level>("level") ?? default,
            reader.Require("operator").Enum<Operator>("operator") ?? default,
            reader.Require("illustrative").Boolean("illustrative") ?? false,
            Part(reader, "approval", ReadTargetGroup),
            Part(reader, "capabilities", part => Terms<Need>.AllTexts.Select(part.TermFact<CapabilityStrength>).ToArray()),
            reader.WholeFact("capacity", 0, 1000),
            reader.Fact("methods", fact => Texts(fact, "value")),
            Part(reader, "health", part => new HealthServices(part.FlagFact("healthStaff"), part.TermFact<PsychiatryCover>("psychiatry"))),
            Part(reader, "school", part => new SchoolSetUp(part.FlagFact("inHouse"), part.FlagFact("keepsOwnSchool"))),
            Part(
                reader,
                "setting",
                part => new Setting(
                    part.FlagFact("nearFamily"),
                    part.FlagFact("smallHome"),
                    part.FlagFact("takesSiblings"),
                    part.FlagFact("accessible"),
                    part.FlagFact("acuteIntake")
                )
            ),
            Part(reader, "peerGroup", part => part.TermFact<CrimeExposure>("crimeExposure")),
            reader.WholeFact("pricePerDay", 0, 200_000),
            reader.Require("supervision").ObjectList("supervision", ReadRemark) ?? [],
            reader.Element
        );

    private static TargetGroup ReadTargetGroup(ObjectReader reader)
    {
        var group = new TargetGroup(
            reader.FlagFact("approved"),
            reader.AgesFact("ages"),
            reader.AgesFact("mainAges"),
            reader.TermListFact<Track>("tracks"),
            reader.TermListFact<Sex>("sexes"),
            reader.TermListFact<CognitiveLevel>("cognitiveLevels")
        );
        if (group.MainAges.Value.Min < group.Ages.Value.Min || group.MainAges.Value.Max > group.Ages.Value.Max)
            reader.Fault("mainAges", "must lie within ages");
        return group;
    }

    private static SupervisionRemark ReadRemark(ObjectReader reader)
    {
        var date = reader.Require("date").Text("date") ?? "";
        if (!DatePattern().IsMatch(date))
            reader.Fault("date", "must be yyyy, yyyy-mm or yyyy-mm-dd");
        var (danish, english) = Languages(reader, "remark");
        return new SupervisionRemark(
            date,
            danish,
            english,
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false
        );
    }

    private static CareService ReadService(ObjectReader reader, int schema)
    {
        var service = ReadService(reader);
        return schema < RequiresSince ? service : service with { Requires = reader.EnumList<Need>("requires") ?? [] };
    }

    private static CareService ReadService(ObjectReader reader)
    {
        var (danish, english) = Languages(reader, "name");
        Languages(reader, "description");
        return new CareService(
            ReadId(reader, "id"),
            danish,
            english,
            reader.Require("status").Enum<ServiceStatus>("status") ?? default,
            Part(reader, "provides", ReadProvides),
            reader.TermListFact<Level>("levels"),
            reader.AgesFact("ages"),
            reader.WholeFact("pricePerDay", 0, 200_000),
            reader.Require("illustrative").Boolean("illustrative") ?? false,
            reader.Has("provider") ? Languages(reader, "provider") : null,
            reader.ObjectList("conditions", ReadServiceCondition) ?? []
        );
    }

    private static ServiceCondition ReadServiceCondition(ObjectReader reader) =>
        new(
            reader.Require("code").Text("code", 60) ?? "",
            reader.Text("limit", 100),
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false
        );

    private static Dictionary<Need, Fact<CapabilityStrength>> ReadProvides(ObjectReader reader)
    {
        var provides = new Dictionary<Need, Fact<CapabilityStrength>>();
        foreach (var name in reader.Names())
        {
            if (Terms<Need>.TryParse(name, out var need))
                provides[need] = reader.Fact(name, fact => fact.Require("value").Enum<CapabilityStrength>("value") ?? default);
            else
                reader.Fault(JsonText.Shown(name), "is not a need");
        }
        return provides;
    }

    private static string ReadId(ObjectReader reader, string field)
    {
        var id = reader.Require(field).Text(field) ?? "";
        if (!IdPattern().IsMatch(id))
            reader.Fault(field, "must be 1 to 64 of a-z, 0-9 and dash");
        return id;
    }

    private static (string Danish, string English) Languages(ObjectReader reader, string field) =>
        Part(reader, field, part => (part.Require("da").Text("da") ?? "", part.Require("en").Text("en") ?? ""));

    private static IReadOnlyList<string> Texts(ObjectReader reader, string field) =>
        reader.Require(field).Raw(field) is { ValueKind: JsonValueKind.Array } list
        && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : FaultyTexts(reader, field);

    private static IReadOnlyList<string> FaultyTexts(ObjectReader reader, string field)
    {
        reader.Fault(field, "must be a list of texts");
        return [];
    }

    private static T Part<T>(ObjectReader reader, string field, Func<ObjectReader, T> read)
    {
        if (reader.Require(field).Object(field) is not { } part)
            return default!;
        var value = read(part);
        part.Close();
        return value;
    }
}
