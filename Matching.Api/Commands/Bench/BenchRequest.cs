using System.Text;
using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Engine;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Bench;

/// <summary>The requests that are measured.</summary>
internal static class BenchRequest
{
    /// <summary>Where the number of the case stands, so that each request can be about another one.</summary>
    public const string CaseNumber = "00000";

    /// <summary>A girl of fifteen of whom all but one fact is known.</summary>
    public static byte[] Full { get; } =
        Compact(
            """
            {
              "caseReference": "SOF-2026-00000",
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
                "placements": [ { "level": "open-residential", "placementId": null, "from": "2025-02-01", "to": "2026-09-15", "ending": "breakdown", "endedBy": "place" } ],
                "earlierMeasures": [ "family-therapy", "contact-person" ]
              },
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
            """
        );

    /// <summary>A child of whom only the age is known: every other fact is a question.</summary>
    public static byte[] Sparse { get; } =
        Compact("""{ "caseReference": "SOF-2026-00000", "asOf": "2026-11-22", "child": { "ageYears": 15 } }""");

    /// <summary>A request as it would be read from a caller.</summary>
    public static RankingRequest Read(byte[] body, ReferenceDataSet referenceData)
    {
        using var json = JsonDocument.Parse(body);
        var problems = new Problems();
        return RankingRequestReader.Read(json.RootElement, referenceData, referenceData.Rules.FirstDay, problems)
            ?? throw new InvalidOperationException($"The measured request has faults: {string.Join("; ", problems.Lines())}");
    }

    private static byte[] Compact(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(document.RootElement));
    }
}
