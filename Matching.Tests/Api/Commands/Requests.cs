using System.Text.Json.Nodes;
using Matching.Api.ReferenceData;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

static class Requests
{
    public const string Usual = """
        {
          "caseReference": "SOF-2026-00017", "asOf": "2026-11-22", "urgency": "weeks",
          "child": {
            "ageYears": 15, "sex": "female", "suicideRisk": "high", "selfHarm": "severe",
            "diagnoses": [ { "code": "F60.3", "status": "suspected" } ],
            "substanceUse": [ { "substance": "cannabis", "pattern": "weekly", "dependent": false } ],
            "absconding": { "episodesLast12Months": 4, "longestAbsenceDays": 3, "harmDuringAbsence": true },
            "exploitation": [ "sexual" ], "networkCarer": "none"
          },
          "wishes": { "child": [ { "placementId": "skodsborg", "stance": "prefer" } ] },
          "legal": { "grounds": [ "partially-closed" ], "decidedBy": "committee", "stepsTaken": [ "child-examination", "child-heard" ] }
        }
        """;

    public const string LittleKnown = """{ "caseReference": "SOF-1", "asOf": "2026-11-22", "child": { "ageYears": 3 } }""";

    /// <summary>A gang conflict at every place there is.</summary>
    public static string NothingPossible { get; } =
        new JsonObject
        {
            ["caseReference"] = "SOF-2",
            ["asOf"] = "2026-11-22",
            ["child"] = new JsonObject { ["ageYears"] = 9 },
            ["conflicts"] = new JsonArray([
                .. ShippedData
                    .Load(ShippedData.DefaultFolder)
                    .ReferenceDataSet.Catalogue.Placements.Select(placement => new JsonObject
                    {
                        ["placementId"] = placement.Id,
                        ["reason"] = "gang-conflict",
                    }),
            ]),
        }.ToJsonString();

    public static IEnumerable<TestCaseData> All =>
        [
            new TestCaseData(Usual).SetArgDisplayNames("usual"),
            new TestCaseData(LittleKnown).SetArgDisplayNames("little known"),
            new TestCaseData(NothingPossible).SetArgDisplayNames("nothing possible"),
        ];
}
