using System.Text;
using System.Text.Json.Nodes;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;

namespace Matching.Api.Commands.Bench;

/// <summary>
/// A catalogue of any size made from the shipped one: each place as it is, then copies under new ids with other capabilities. Most are
/// places that are possible for the measured child, for a place that is refused costs less.
/// </summary>
internal static class GeneratedCatalogue
{
    /// <summary>The least share of the places that must be possible for the measured child.</summary>
    public const double LeastPossible = 0.8;

    private const int ImpossibleEvery = 10;
    private const int UnknownEvery = 20;

    /// <summary>The shipped rules and criteria with a catalogue of so many places.</summary>
    /// <param name="shipped">What the service ships with.</param>
    /// <param name="measured">The measured child's ranking on it.</param>
    /// <param name="count">How many places.</param>
    public static ReferenceDataSet Make(ShippedData shipped, CaseRanking measured, int count)
    {
        var all = shipped.ReferenceDataSet.Catalogue.Placements;
        var possible = measured.Places.Select(place => all[place.Placement]).ToList();
        var impossible = all.Except(possible).ToList();
        var (nextPossible, nextImpossible) = (0, 0);
        var places = new JsonArray();
        for (var i = 0; i < count; i++)
        {
            places.Add(i % ImpossibleEvery == ImpossibleEvery - 1 ? Place(impossible, nextImpossible++) : Place(possible, nextPossible++));
        }
        // The services are those that are shipped: how many there are does not grow with the places.
        var services = shipped
            .Catalogue.Files.Select(file => file.Content)
            .Where(file => file.TryGetProperty("services", out _))
            .SelectMany(file => file.GetProperty("services").EnumerateArray())
            .Select(service => JsonNode.Parse(service.GetRawText()));
        var content = new JsonObject
        {
            ["schema"] = 3,
            ["placements"] = places,
            ["services"] = new JsonArray([.. services]),
        };
        var document = DataDocument.FromFiles([("generated.json", Encoding.UTF8.GetBytes(content.ToJsonString()))]);
        return shipped.ReferenceDataSet with { Catalogue = CatalogueLoader.Load(document) };
    }

    private static JsonNode Place(List<Placement> templates, int number)
    {
        var node = JsonNode.Parse(templates[number % templates.Count].Document.GetRawText())!;
        var copy = number / templates.Count;
        if (copy == 0)
            return node;
        node["id"] = $"{node["id"]}-{copy}";
        node["institution"] = $"{node["institution"]}-{copy}";
        var capabilities = node["capabilities"]!;
        for (var need = 0; need < Terms<Need>.All.Count; need++)
        {
            var mixed = Mixed((uint)(number * Terms<Need>.All.Count + need));
            capabilities[Terms<Need>.AllTexts[need]]!["value"] =
                mixed % UnknownEvery == 0
                    ? null
                    : Terms<CapabilityStrength>.AllTexts[(int)(mixed / UnknownEvery % Terms<CapabilityStrength>.AllTexts.Count)];
        }
        return node;
    }

    /// <summary>The same number always gives the same, seemingly random one (the finaliser of MurmurHash3).</summary>
    private static uint Mixed(uint number)
    {
        number = (number ^ number >> 16) * 0x85EBCA6B;
        number = (number ^ number >> 13) * 0xC2B2AE35;
        return number ^ number >> 16;
    }
}
