using System.Text;
using System.Text.Json.Nodes;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Commands.Bench;

/// <summary>
/// The dearest questions that can be asked: catalogues whose places leave every need open to many services, and children about whom
/// everything is asked. The same seed always gives the same one.
/// </summary>
internal static class WorstCases
{
    /// <summary>As many items as a list in a request may hold.</summary>
    private const int MostInList = 50;

    /// <summary>The shipped rules and criteria with such a catalogue.</summary>
    public static ReferenceDataSet Catalogue(ShippedData shipped, WorstShape shape, int places, int services, int seed)
    {
        var random = new Random(seed);
        var templates = shipped.ReferenceDataSet.Catalogue.Placements;
        var content = new JsonObject
        {
            ["schema"] = 2,
            ["placements"] = new JsonArray([
                .. Enumerable.Range(0, places).Select(number => Place(templates[number % templates.Length], number, shape, random)),
            ]),
            ["services"] = new JsonArray([.. Enumerable.Range(0, services).Select(number => Service(number, shape, random))]),
        };
        var document = DataDocument.FromFiles([("worst.json", Encoding.UTF8.GetBytes(content.ToJsonString()))]);
        return shipped.ReferenceDataSet with { Catalogue = CatalogueLoader.Load(document) };
    }

    /// <summary>A child with many strong needs, of whom as much as possible is suspected, wished or in conflict.</summary>
    /// <param name="referenceData">With the places that are wished for and in conflict.</param>
    /// <param name="strong">Whether the needs are known and strong; otherwise nothing but suspicions is known.</param>
    public static RankingRequest Request(ReferenceDataSet referenceData, bool strong)
    {
        var request = JsonNode.Parse(strong ? BenchRequest.Full : BenchRequest.Sparse)!.AsObject();
        var child = request["child"]!.AsObject();
        child["diagnoses"] = new JsonArray([
            .. Codes().Take(MostInList).Select(code => (JsonNode)new JsonObject { ["code"] = code, ["status"] = "suspected" }),
        ]);
        if (strong)
        {
            child["absconding"] = JsonNode.Parse("""{ "episodesLast12Months": 20, "longestAbsenceDays": 30, "harmDuringAbsence": true }""");
            child["substanceUse"] = JsonNode.Parse("""[ { "substance": "opioids", "pattern": "daily", "dependent": true } ]""");
            child["violenceAgainstOthers"] = "serious";
            child["externalisingBehaviour"] = "severe";
            child["sexuallyHarmfulBehaviour"] = "established";
            child["fireSetting"] = true;
            child["crime"] = JsonNode.Parse("""{ "involvement": "suspected", "violent": true, "gangTies": true }""");
            child["psychoticSymptoms"] = true;
            child["familyContact"] = null;
            child["protectiveFactors"] = new JsonArray();
            child["schoolAttendance"] = "none";
        }
        var ids = referenceData.Catalogue.Placements.Select(placement => placement.Id).Take(MostInList).ToList();
        request["conflicts"] = List(
            ids.TakeLast(MostInList - 1),
            id => new JsonObject { ["placementId"] = id, ["reason"] = "co-resident-conflict" }
        );
        request["wishes"] = new JsonObject
        {
            ["child"] = List(ids, id => new JsonObject { ["placementId"] = id, ["stance"] = "prefer" }),
            ["parents"] = List(ids, id => new JsonObject { ["placementId"] = id, ["stance"] = "avoid" }),
        };
        return BenchRequest.Read(Encoding.UTF8.GetBytes(request.ToJsonString()), referenceData);
    }

    private static JsonArray List(IEnumerable<string> ids, Func<string, JsonObject> item) => new([.. ids.Select(id => (JsonNode)item(id))]);

    private static IEnumerable<string> Codes() =>
        from chapter in Enumerable.Range(20, 79)
        from part in Enumerable.Range(0, 3)
        let code = $"F{chapter}.{part}"
        where Diagnosis.HasCategory(code)
        select code;

    private static JsonNode Place(Placement template, int number, WorstShape shape, Random random)
    {
        var node = JsonNode.Parse(template.Document.GetRawText())!;
        node["id"] = $"place-{number}";
        node["institution"] = $"institution-{number}";
        foreach (var (_, capability) in node["capabilities"]!.AsObject())
            capability!["value"] = shape == WorstShape.Mixed ? Any(random) : Terms<CapabilityStrength>.AllTexts[random.Next(2)];
        return node;
    }

    private static JsonNode? Any(Random random) =>
        random.Next(10) == 0 ? null : Terms<CapabilityStrength>.AllTexts[random.Next(Terms<CapabilityStrength>.AllTexts.Count)];

    private static JsonObject Service(int number, WorstShape shape, Random random)
    {
        var needs = Terms<Need>.AllTexts.ToArray();
        random.Shuffle(needs);
        var count = shape == WorstShape.OneNeedEach ? 1 : random.Next(1, 5);
        return new JsonObject
        {
            ["id"] = $"service-{number:000}",
            ["name"] = new JsonObject { ["da"] = $"Tilbud {number}", ["en"] = $"Service {number}" },
            ["status"] = "available",
            ["provider"] = new JsonObject { ["da"] = "x", ["en"] = "x" },
            ["conditions"] = new JsonArray(),
            ["provides"] = new JsonObject(
                needs
                    .Take(count)
                    .Select(need =>
                        KeyValuePair.Create(need, (JsonNode?)Fact(shape == WorstShape.Mixed ? Any(random) ?? "some" : "strong"))
                    )
            ),
            ["levels"] = Fact(new JsonArray([.. Terms<Level>.AllTexts.Select(level => (JsonNode)level)])),
            ["ages"] = Fact(new JsonObject { ["min"] = 0, ["max"] = 17 }),
            ["pricePerDay"] = Fact(null),
            ["illustrative"] = true,
            ["description"] = new JsonObject { ["da"] = "x", ["en"] = "x" },
        };
    }

    private static JsonObject Fact(JsonNode? value) =>
        new()
        {
            ["value"] = value,
            ["source"] = "x",
            ["verified"] = false,
        };
}

/// <summary>How the places and services of a catalogue are made.</summary>
public enum WorstShape
{
    /// <summary>No place meets a strong need, and each service meets one.</summary>
    OneNeedEach,

    /// <summary>No place meets a strong need, and each service meets a few.</summary>
    AFewNeedsEach,

    /// <summary>Places do anything, and services too.</summary>
    Mixed,
}
