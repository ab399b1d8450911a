using System.Text;
using System.Text.Json.Nodes;
using Matching.Api.Vignettes;
using NUnit.Framework;

namespace Matching.Tests.Api.Vignettes;

public sealed class CaseFileReaderTests
{
    const string Cpr = "010203-1234";

    static readonly object[] Faults =
    [
        Fault(file => file.Remove("schema"), "x.schema: is required"),
        Fault(file => file["schema"] = 2, "x.schema: must be a whole number from 1 to 1"),
        Fault(file => file["author"] = "me", "x.author: is not a known field"),
        Fault(file => file["title"] = "A girl of 15", "x.title: must be an object"),
        Fault(file => file["title"]!["en"] = null, "x.title.en: is required"),
        Fault(file => file["statement"]!["sv"] = "Hej", "x.statement.sv: is not a known field"),
        Fault(file => file.Remove("source"), "x.source: is required"),
        Fault(file => file.Remove("request"), "x.request: is required"),
        Fault(file => file["request"] = new JsonArray(), "x.request: must be an object"),
        Fault(file => file["request"]!.AsObject().Remove("asOf"), "x.request.asOf: is required"),
        Fault(file => file["request"]!["asOf"] = "2001-01-01", "x.request.asOf: lies before the first day of the rules"),
        Fault(file => file["request"]!["mode"] = "rules-and-model", "x.request.mode: no model is promoted"),
        Fault(file => file["request"]!["child"]!["selfHarm"] = "SEVERE", "x.request.child.selfHarm: must be one of: none, mild"),
        Fault(
            file => file["request"]!["child"]!["diagnoses"]![1]!["code"] = "?",
            "x.request.child.diagnoses[1].code: must be an ICD-10 code"
        ),
        Fault(file => file["request"]!["child"]!["colour"] = "blue", "x.request.child.colour: is not a known field"),
        Fault(
            file => file["request"]!["wishes"]!["child"]![0]!["placementId"] = "nowhere",
            "x.request.wishes.child[0].placementId: is not the id of a placement"
        ),
        Fault(
            file => file["state"] = new JsonObject { ["availability"] = new JsonObject { ["nowhere"] = 1 } },
            "x.state.availability.nowhere: is not the id of a placement"
        ),
        Fault(
            file => file["state"] = new JsonObject { ["availability"] = new JsonObject { ["nexus"] = -1 } },
            "x.state.availability.nexus: must be a whole number from 0 to 1000"
        ),
        Fault(
            file => file["state"] = new JsonObject { ["availability"] = new JsonObject { ["nexus"] = null } },
            "x.state.availability.nexus: is required"
        ),
        Fault(file => file["state"] = new JsonObject { ["weather"] = 1 }, "x.state.weather: is not a known field"),
        Fault(file => file.Remove("expect"), "x.expect: is required"),
        Fault(file => file["expect"] = new JsonArray(), "x.expect: expects nothing"),
        Fault(file => file["expect"]![0] = "skodsborg", "x.expect[0]: must be an object"),
        Fault(file => file["expect"]![2]!["above"]![1] = "nowhere", "x.expect[2].above[1]: is not the id of a placement"),
        Fault(file => file["statement"]!["da"] = $"Om {Cpr}.", "x.statement.da: must not hold a civil registration number (CPR)"),
        Fault(file => file["request"]!["caseReference"] = Cpr, "x.request.caseReference: must not hold a civil registration number (CPR)"),
    ];

    static string Any => ShippedCase.Names.First();

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_named_by_file_and_path(Action<JsonObject> fault, string problem)
    {
        var file = ShippedCase.Open(Any);
        fault(file);
        var (problems, _, read) = ShippedCase.Read("x", Encoding.UTF8.GetBytes(file.ToJsonString()));

        Assert.That(read, Is.Null);
        Assert.That(problems.Lines(), Has.Some.StartsWith(problem));
        Assert.That(problems.Lines(), Has.None.Contains(Cpr));
    }

    [Test]
    public void All_faults_of_a_file_are_named_at_once()
    {
        var file = ShippedCase.Open(Any);
        file["source"] = "";
        file["request"]!["child"]!["ageYears"] = 99;
        file["expect"]![0] = new JsonObject { ["level"] = "locked" };
        var (problems, _, _) = ShippedCase.Read("x", Encoding.UTF8.GetBytes(file.ToJsonString()));

        Assert.That(
            problems.Lines().Select(line => line.Split(':')[0]),
            Is.EqualTo(["x.expect[0].level", "x.request.child.ageYears", "x.source"])
        );
    }

    [TestCase("", "x.body: is required")]
    [TestCase("{", "x.body: is not valid JSON at line 1, column 2")]
    [TestCase("[]", "x.body: must be an object")]
    [TestCase("""{ "schema": 1, "schema": 1 }""", "x.schema: is there twice")]
    public void What_is_no_case_at_all_is_refused(string content, string problem) =>
        Assert.That(ShippedCase.Read("x", Encoding.UTF8.GetBytes(content)).Problems.Lines(), Has.Some.StartsWith(problem));

    [Test]
    public void A_file_that_is_too_large_is_refused() =>
        Assert.That(
            ShippedCase
                .Read("x", Encoding.UTF8.GetBytes(ShippedCase.TextOf(Any) + new string(' ', VignetteReader.MostBytes)))
                .Problems.Lines(),
            Is.EqualTo([$"x: may hold at most {VignetteReader.MostBytes} bytes"])
        );

    [Test]
    public void A_file_named_by_a_civil_registration_number_is_refused_and_the_name_not_repeated()
    {
        var (problems, _, read) = ShippedCase.Read(Cpr, Encoding.UTF8.GetBytes(ShippedCase.TextOf(Any)));

        Assert.That(read, Is.Null);
        Assert.That(problems.Lines(), Is.EqualTo(["[withheld name]: the file's name must not hold a civil registration number (CPR)"]));
    }

    [Test]
    public void Free_beds_are_of_the_day_the_case_speaks_of()
    {
        var file = ShippedCase.Open(Any);
        file["state"] = new JsonObject
        {
            ["availability"] = new JsonObject { ["nexus"] = 0, ["skodsborg"] = 2 },
        };
        var vignette = ShippedCase.Read("x", Encoding.UTF8.GetBytes(file.ToJsonString())).File!.Vignette;

        Assert.That(
            vignette.Availability.Select(bed => (bed.Key, bed.Value.FreePlaces, bed.Value.AsOf)),
            Is.EqualTo([("nexus", 0, vignette.AsOf), ("skodsborg", 2, vignette.AsOf)])
        );
    }

    static object[] Fault(Action<JsonObject> fault, string problem) => [fault, problem];
}
