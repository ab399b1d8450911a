using System.Text;
using System.Text.Json.Nodes;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Reading;
using Matching.Tests.Support;

namespace Matching.Tests.Engine.Inquiry;

/// <summary>Generated services beside generated places.</summary>
static class SomeServices
{
    /// <summary>The places of a situation with some services, most of them available.</summary>
    public static Catalogue Beside(Situation situation)
    {
        var some = new Some(situation.Seed);
        return Catalogue(situation.Places, Enumerable.Range(0, some.Below(7)).Select(number => Service($"service-{number}", some)));
    }

    public static Catalogue Catalogue(IReadOnlyList<Place> places, params IEnumerable<JsonObject> services) => CatalogueLoader.Load(DataDocument.FromFiles(
    [
        ("places.json", Bytes("placements", places.Select(place => place.ToJson()))),
        ("services.json", Bytes("services", services)),
    ]));

    public static JsonObject Service(string id, ServiceStatus status, params (Need Need, CapabilityStrength Strength)[] provides) => new()
    {
        ["id"] = id,
        ["name"] = Languages(),
        ["description"] = Languages(),
        ["status"] = Terms<ServiceStatus>.Text(status),
        ["provides"] = new JsonObject(provides.DistinctBy(one => one.Need).Select(one => KeyValuePair.Create(Terms<Need>.Text(one.Need), (JsonNode?)Fact(Terms<CapabilityStrength>.Text(one.Strength))))),
        ["levels"] = Fact(new JsonArray([.. Terms<Level>.AllTexts.Select(text => (JsonNode)text)])),
        ["ages"] = Fact(new JsonObject { ["min"] = 0, ["max"] = 17 }),
        ["pricePerDay"] = Fact(null),
        ["illustrative"] = false,
    };

    static JsonObject Service(string id, Some some)
    {
        var service = Service(
            id, some.One(ServiceStatus.Available, ServiceStatus.Available, ServiceStatus.Available, ServiceStatus.Decided, ServiceStatus.Proposed),
            [.. Enumerable.Range(0, some.Below(4)).Select(_ => (some.Any<Need>(), some.Any<CapabilityStrength>()))]);
        service["levels"] = Fact(new JsonArray([.. some.Shuffled(Terms<Level>.AllTexts).Skip(some.Below(5)).Select(text => (JsonNode)text)]));
        service["ages"] = Fact(new JsonObject { ["min"] = some.Below(14), ["max"] = 14 + some.Below(4) });
        return service;
    }

    static byte[] Bytes(string name, IEnumerable<JsonNode> items) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["schema"] = 1, [name] = new JsonArray([.. items]) }.ToJsonString());

    static JsonObject Fact(JsonNode? value) => new() { ["value"] = value, ["source"] = "the test", ["verified"] = true };

    static JsonObject Languages() => new() { ["da"] = "noget", ["en"] = "something" };
}
