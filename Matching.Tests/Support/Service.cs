using System.Text.Json.Nodes;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Tests.Support;

/// <summary>A service as a test describes it; made into a catalogue through JSON and the real loader.</summary>
public sealed record Service(string Id)
{
    public ServiceStatus Status { get; init; } = ServiceStatus.Available;
    public IReadOnlyList<(Need Need, CapabilityStrength Strength)> Provides { get; init; } = [];
    public IReadOnlyList<Level> Levels { get; init; } = Terms<Level>.All;
    public AgeRange Ages { get; init; } = new(0, 17);
    public int? PricePerDay { get; init; } = 500;
    public string? Limit { get; init; }

    /// <summary>The needs without which it is not offered.</summary>
    public IReadOnlyList<Need> Requires { get; init; } = [];

    /// <summary>A service that provides one thing.</summary>
    public static Service For(Need need, CapabilityStrength strength = CapabilityStrength.Good, string? id = null) =>
        new(id ?? Terms<Need>.Text(need)) { Provides = [(need, strength)] };

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["name"] = new JsonObject { ["da"] = $"Indsatsen {Id}", ["en"] = $"The service {Id}" },
            ["status"] = Terms<ServiceStatus>.Text(Status),
            ["provides"] = new JsonObject(
                Provides.Select(one =>
                    KeyValuePair.Create(Terms<Need>.Text(one.Need), (JsonNode?)Fact(Terms<CapabilityStrength>.Text(one.Strength)))
                )
            ),
            ["levels"] = Fact(new JsonArray([.. Levels.Select(level => (JsonNode)Terms<Level>.Text(level))])),
            ["ages"] = Fact(new JsonObject { ["min"] = Ages.Min, ["max"] = Ages.Max }),
            ["pricePerDay"] = Fact(PricePerDay),
            ["illustrative"] = false,
            ["requires"] = new JsonArray([.. Requires.Select(need => (JsonNode)Terms<Need>.Text(need))]),
            ["description"] = new JsonObject { ["da"] = "En indsats.", ["en"] = "A service." },
        };
        if (Limit is not null)
            json["conditions"] = new JsonArray(
                new JsonObject
                {
                    ["code"] = "detention-decided",
                    ["limit"] = Limit,
                    ["source"] = "the test",
                    ["verified"] = true,
                }
            );
        return json;
    }

    public override string ToString() =>
        $"{Id} {Status} provides [{string.Join(' ', Provides)}] at [{string.Join(' ', Levels)}] {Ages.Min}-{Ages.Max} {Limit}";

    private static JsonObject Fact(JsonNode? value) =>
        new()
        {
            ["value"] = value,
            ["source"] = "the test",
            ["verified"] = true,
        };
}
