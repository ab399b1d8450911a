using System.Text.Json;
using System.Text.Json.Nodes;

namespace Matching.Tests.Api.Support;

/// <summary>The example request of the contract, whole and with changes.</summary>
static class Example
{
    public const string CaseReference = "SOF-2026-00017";

    public const string Json = """
        {
          "caseReference": "SOF-2026-00017",
          "asOf": "2026-11-22",
          "mode": "rules",
          "urgency": "weeks",
          "child": {
            "ageYears": 15,
            "sex": "female",
            "diagnoses": [ { "code": "F60.3", "status": "suspected" }, { "code": "F32.1", "status": "confirmed" } ],
            "psychoticSymptoms": false,
            "suicideRisk": "high",
            "selfHarm": "severe",
            "substanceUse": [ { "substance": "cannabis", "pattern": "weekly", "dependent": false } ],
            "absconding": { "episodesLast12Months": 4, "longestAbsenceDays": 3, "harmDuringAbsence": true },
            "externalisingBehaviour": "mild",
            "violenceAgainstOthers": "none",
            "sexuallyHarmfulBehaviour": "none",
            "fireSetting": false,
            "crime": { "involvement": "none", "violent": false, "gangTies": false },
            "cognitiveLevel": "typical",
            "traumaExposure": true,
            "exploitation": [ "sexual" ],
            "schoolAttendance": "irregular",
            "somaticHealthNeeds": null,
            "regularMedication": true,
            "accessibilityNeeds": false,
            "interpreterNeeded": false,
            "familyContact": "mixed",
            "networkCarer": "none",
            "siblingsTogether": false,
            "protectiveFactors": [ "supportive-adult", "treatment-motivation" ],
            "currentPlacementId": null,
            "placements": [ { "level": "open-residential", "placementId": null, "from": "2025-02-01", "to": "2026-09-15", "ending": "breakdown", "endedBy": "place", "breakdownReason": null, "thrived": null } ],
            "earlierMeasures": [ "family-therapy", "contact-person" ],
            "dueDate": null,
            "eatingDisorderSeverity": null,
            "psychiatricDischarge": null,
            "withdrawalRisk": null,
            "hearing": null,
            "sight": null,
            "signLanguage": null,
            "lastHealthCheck": null,
            "schoolType": null,
            "leisure": null,
            "sellingSex": null,
            "thriving": null,
            "movesTotal": null
          },
          "home": { "neglect": null, "violence": null, "sexualAbuse": null, "parentalSubstanceUse": null, "parentalMentalIllness": null, "parentalCrime": null, "parentImprisoned": null, "violenceWitnessed": null, "cooperation": null, "parentsActive": null, "custody": null },
          "safety": { "addressProtected": null, "undisclosedPlacement": null, "honourRelated": null, "riskToYoungerChildren": null, "siblingsApart": null, "threatened": null, "trafficking": null },
          "neededFrom": null,
          "wishes": {
            "child":   [ { "placementId": "skodsborg", "stance": "prefer" } ],
            "parents": [ { "placementId": "nexus", "stance": "avoid" } ],
            "matters": [ "keep-school", "near-family" ]
          },
          "conflicts": [ { "placementId": "nexus", "reason": "co-resident-conflict" } ],
          "legal": {
            "grounds": [ "partially-closed" ],
            "decidedBy": "committee",
            "stepsTaken": [ "child-examination", "child-heard" ]
          }
        }
        """;

    const string Mark = "\"the value stands here\"";

    public static JsonObject Node() => JsonNode.Parse(Json)!.AsObject();

    /// <summary>The example with one field set to JSON as it is written, valid or not; a field that is not there is added.</summary>
    public static string With(string path, string value)
    {
        var node = Node();
        Set(node, path, JsonNode.Parse(Mark));
        return node.ToJsonString().Replace(Mark, value, StringComparison.Ordinal);
    }

    /// <summary>The example with several fields set.</summary>
    public static string With(params (string Path, string Value)[] changes)
    {
        var node = Node();
        foreach (var (path, value) in changes)
            Set(node, path, JsonNode.Parse(value));
        return node.ToJsonString();
    }

    public static string Without(params string[] paths)
    {
        var node = Node();
        foreach (var path in paths)
        {
            var (parent, last) = Walk(node, path);
            parent.AsObject().Remove(last);
        }
        return node.ToJsonString();
    }

    /// <summary>The same JSON value written otherwise: properties in reverse order, other white space, letters escaped.</summary>
    public static string Rewritten(string json)
    {
        var turned = Reverse(JsonNode.Parse(json)!).ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        return turned
            .Replace("\"female\"", "\"f\\u0065male\"", StringComparison.Ordinal)
            .Replace("\"mode\"", "\"\\u006dode\"", StringComparison.Ordinal);
    }

    /// <summary>A part of the example.</summary>
    public static JsonNode At(string path)
    {
        var (parent, last) = Walk(Node(), path);
        return (parent is JsonArray list ? list[int.Parse(last)] : parent[last])!;
    }

    public static void Set(JsonNode root, string path, JsonNode? value)
    {
        var (parent, last) = Walk(root, path);
        if (parent is JsonArray list)
        {
            var index = int.Parse(last);
            if (index < list.Count)
                list[index] = value;
            else
                list.Add(value);
        }
        else
        {
            parent.AsObject()[last] = value;
        }
    }

    static (JsonNode Parent, string Last) Walk(JsonNode root, string path)
    {
        var steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        var parent = root;
        foreach (var step in steps[..^1])
            parent = parent is JsonArray list ? list[int.Parse(step)]! : parent[step]!;
        return (parent, steps[^1]);
    }

    static JsonNode Reverse(JsonNode node) =>
        node switch
        {
            JsonObject one => new JsonObject(
                one.Reverse().Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Reverse(pair.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Reverse(item))]),
            _ => node.DeepClone(),
        };
}
