using System.Text.Json.Nodes;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Tests.Support;

/// <summary>A place as a test describes it; made into a catalogue through JSON and the real loader.</summary>
public sealed record Place(string Id, Level Level)
{
    public string Institution { get; init; } = Id;
    public string Name { get; init; } = $"The place {Id}";
    public Operator Operator { get; init; } = Operator.Municipality;
    public bool? Approved { get; init; } = true;
    public AgeRange Ages { get; init; } = new(0, 17);
    public AgeRange? MainAges { get; init; }
    public IReadOnlyList<Track> Tracks { get; init; } = Terms<Track>.All;
    public IReadOnlyList<Sex> Sexes { get; init; } = Terms<Sex>.All;
    public IReadOnlyList<CognitiveLevel> CognitiveLevels { get; init; } = Terms<CognitiveLevel>.All;
    public IReadOnlyList<CapabilityStrength?> Capabilities { get; init; } =
    [.. Terms<Need>.All.Select(_ => (CapabilityStrength?)CapabilityStrength.Some)];
    public bool? HealthStaff { get; init; } = true;
    public bool? KeepsOwnSchool { get; init; } = false;
    public bool? NearFamily { get; init; } = true;
    public bool? SmallHome { get; init; } = false;
    public bool? TakesSiblings { get; init; } = false;
    public bool? Accessible { get; init; } = true;
    public bool? AcuteIntake { get; init; } = true;
    public bool? SignLanguage { get; init; } = true;
    public bool? MotherAndChild { get; init; } = true;

    /// <summary>The ages of those who live there; null where the catalogue does not say.</summary>
    public AgeRange? AgesNow { get; init; }
    public PsychiatryCover? Psychiatry { get; init; } = PsychiatryCover.Consultants;
    public CrimeExposure? PeerCrime { get; init; } = CrimeExposure.None;
    public int? PricePerDay { get; init; } = 5000;
    public int? Capacity { get; init; } = 8;
    public bool Verified { get; init; } = true;

    /// <summary>The same place, meeting a need so well.</summary>
    public Place Meeting(Need need, CapabilityStrength? strength) =>
        this with
        {
            Capabilities = [.. Capabilities.Select((own, index) => index == (int)need ? strength : own)],
        };

    public JsonObject ToJson() =>
        new()
        {
            ["id"] = Id,
            ["institution"] = Institution,
            ["name"] = Name,
            ["level"] = Terms<Level>.Text(Level),
            ["operator"] = Terms<Operator>.Text(Operator),
            ["illustrative"] = false,
            ["approval"] = new JsonObject
            {
                ["approved"] = Fact(Approved),
                ["ages"] = Fact(Range(Ages)),
                ["mainAges"] = Fact(Range(MainAges ?? Ages)),
                ["tracks"] = Fact(Words(Tracks)),
                ["sexes"] = Fact(Words(Sexes)),
                ["cognitiveLevels"] = Fact(Words(CognitiveLevels)),
            },
            ["capabilities"] = new JsonObject(
                Terms<Need>.All.Select(need => KeyValuePair.Create(Terms<Need>.Text(need), (JsonNode?)Fact(Word(Capabilities[(int)need]))))
            ),
            ["capacity"] = Fact(Capacity),
            ["methods"] = Fact(new JsonArray()),
            ["health"] = new JsonObject { ["healthStaff"] = Fact(HealthStaff), ["psychiatry"] = Fact(Word(Psychiatry)) },
            ["school"] = new JsonObject { ["inHouse"] = Fact(false), ["keepsOwnSchool"] = Fact(KeepsOwnSchool) },
            ["setting"] = new JsonObject
            {
                ["nearFamily"] = Fact(NearFamily),
                ["smallHome"] = Fact(SmallHome),
                ["takesSiblings"] = Fact(TakesSiblings),
                ["accessible"] = Fact(Accessible),
                ["acuteIntake"] = Fact(AcuteIntake),
            },
            ["peerGroup"] = new JsonObject { ["crimeExposure"] = Fact(Word(PeerCrime)) },
            ["pricePerDay"] = Fact(PricePerDay),
            ["signLanguage"] = Fact(SignLanguage),
            ["motherAndChild"] = Fact(MotherAndChild),
            ["agesNow"] = Fact(AgesNow is { } ages ? Range(ages) : null),
            ["supervision"] = new JsonArray(),
        };

    /// <summary>Short, for a counterexample: capabilities by their first letters in the order of the needs, <c>?</c> not known.</summary>
    public override string ToString() =>
        $"{Id} ({Institution}) {Level} {Ages.Min}-{Ages.Max} (mainly {MainAges?.Min}-{MainAges?.Max}) approved {Approved} tracks "
        + $"[{string.Join(' ', Tracks)}] sexes [{string.Join(' ', Sexes)}] "
        + $"cognition [{string.Join(' ', CognitiveLevels)}] does "
        + $"{string.Concat(Capabilities.Select(strength => strength is { } known ? $"{known}"[..1] : "?"))} "
        + $"near {NearFamily} small {SmallHome} siblings {TakesSiblings} school {KeepsOwnSchool} crime {PeerCrime} staff {HealthStaff} "
        + $"accessible {Accessible}";

    private JsonObject Fact(JsonNode? value) =>
        new()
        {
            ["value"] = value,
            ["source"] = "the test",
            ["verified"] = Verified,
        };

    private static JsonObject Range(AgeRange ages) => new() { ["min"] = ages.Min, ["max"] = ages.Max };

    private static JsonArray Words<T>(IReadOnlyList<T> values)
        where T : struct, Enum => [.. values.Select(value => (JsonNode)Terms<T>.Text(value))];

    private static JsonValue? Word<T>(T? value)
        where T : struct, Enum => value is { } word ? JsonValue.Create(Terms<T>.Text(word)) : null;
}
