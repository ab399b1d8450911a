using System.Net;
using System.Text.Json;
using Matching.Api.Stays;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Stays;

/// <summary>
/// What analysts get of stays: everything to learn from, nothing that names the child, and the CSV form can be read back.
/// </summary>
[OnEachStore]
public sealed class StayExportTests
{
    FakeTimeProvider clock = null!;
    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAtAsync(clock = StayBodies.Clock());

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task What_is_exported_as_csv_is_read_back_as_it_was()
    {
        await RecordAsync();
        var export = await CsvAsync("analyst");
        Assert.That((export.Status, export.ContentType), Is.EqualTo((HttpStatusCode.OK, "text/csv")));
        var read = StayCsv.Read(new MemoryStream(export.Bytes), TestReferenceData.Shipped);

        Assert.That(read.Faults, Is.Empty);
        var stays = read.Imported!.Set.Stays;
        Assert.That(
            stays.Select(stay => (stay.PlacementId, stay.Start, stay.Ending, stay.MovedTo, stay.ReportedBy, stay.FactsAsOf, stay.Sex)),
            Is.EqualTo(
                new (string, DateOnly, StayEnding?, Level?, EndingReporter?, DateOnly?, Sex?)[]
                {
                    ("skodsborg", new(2026, 1, 15), StayEnding.BreakdownPlace, null, EndingReporter.Child, new(2026, 1, 10), Sex.Female),
                    ("nexus", new(2026, 3, 1), StayEnding.Transfer, Level.Secure, null, new(2026, 1, 10), Sex.Female),
                    ("skodsborg-open", new(2025, 12, 1), null, null, null, null, null),
                }
            )
        );
        Assert.That((stays[0].Days, stays[0].Child == stays[1].Child, stays[0].Child == stays[2].Child), Is.EqualTo((45, true, false)));
        Assert.That(read.Imported.LeftOut, Is.EqualTo(new LeftOutStays(1, 1, 1, 1)));

        // The bins are those of the profile itself.
        Assert.That(Word(stays[0], "self-harm"), Is.EqualTo("severe"));
        Assert.That(Word(stays[0], "age"), Is.EqualTo("14-15"));
        Assert.That(Word(stays[0], "earlier-breakdowns"), Is.EqualTo("one"));
        Assert.That(Word(stays[0], "child-wish"), Is.EqualTo("prefer"));
        Assert.That(Word(stays[1], "child-wish"), Is.EqualTo("none"));
        Assert.That(
            OutcomeFeature.All.Where((_, i) => stays[2].Bins[i] != 0).Select(feature => feature.Code),
            Is.EqualTo(new[] { "level" })
        );
    }

    [Test]
    public async Task It_names_no_child()
    {
        var ranking = await RecordAsync();
        foreach (var export in new[] { await CsvAsync("analyst"), await service.GetAsync("/v1/stays", "administrator") })
        {
            foreach (var secret in new[] { Example.CaseReference, "NEW-1", "2010-05", "birthDate", "2025-02-01", ranking })
                Assert.That(export.Text, Does.Not.Contain(secret));
        }
    }

    [Test]
    public async Task No_cell_of_the_file_is_taken_for_a_formula_by_a_spreadsheet()
    {
        await RecordAsync();
        var cells = (await CsvAsync("analyst"))
            .Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(line => line.Split(','))
            .Select(cell => cell.TrimStart('"'))
            .ToList();
        Assert.That(cells, Has.Count.GreaterThan(100));
        Assert.That(cells.Where(cell => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t'), Is.Empty);
    }

    [Test]
    public async Task Json_is_given_unless_csv_is_preferred_and_says_the_same()
    {
        await RecordAsync();
        foreach (var accept in new[] { "", "*/*", "application/json", "text/csv;q=0.5, application/json" })
            Assert.That((await AskAsync(accept)).ContentType, Is.EqualTo("application/json"), accept);
        foreach (var accept in new[] { "text/csv", "text/*", "application/json;q=0.1, text/csv" })
            Assert.That((await AskAsync(accept)).ContentType, Is.EqualTo("text/csv"), accept);
        var refused = await AskAsync("text/html");
        Assert.That((refused.Status, refused.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotAcceptable, (string?)null)));

        var stays = (await AskAsync("application/json")).Json.GetProperty("stays").EnumerateArray().ToList();
        var lines = (await AskAsync("text/csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(
            stays.Select(stay => stay.GetProperty("stay").GetString()),
            Is.EqualTo(lines.Skip(1).Select(line => line.Split(',')[0]))
        );
        var facts = stays[0].GetProperty("facts");
        Assert.That(
            (
                facts.GetProperty("child").GetProperty("ageYears").GetInt32(),
                facts.GetProperty("legal").GetProperty("decidedBy").GetString()
            ),
            Is.EqualTo((15, "committee"))
        );
        Assert.That(
            facts.GetProperty("child").GetProperty("placements").GetRawText(),
            Is.EqualTo(
                """[{"level":"open-residential","placementId":null,"ending":"breakdown","endedBy":"place","breakdownReason":null,"thrived":null}]"""
            )
        );
        Assert.That(stays[2].GetProperty("facts").EnumerateObject(), Is.Empty);
    }

    [Test]
    public async Task The_pseudonym_of_a_child_is_that_of_the_exported_rankings()
    {
        await RecordAsync();
        var rankings = (await service.GetAsync("/v1/exports/rankings", "analyst")).Text.Split('\n')[0];
        var child = (await service.GetAsync("/v1/stays", "analyst")).Json.GetProperty("stays")[0].GetProperty("child").GetString();
        Assert.That(JsonSerializer.Deserialize<JsonElement>(rankings).GetProperty("case").GetString(), Is.EqualTo(child));
    }

    [Test]
    public async Task It_is_one_line_in_the_access_log_of_each_case()
    {
        await RecordAsync();
        await CsvAsync("analyst");
        foreach (var reference in new[] { Example.CaseReference, "NEW-1" })
        {
            var log = (await service.GetAsync($"/v1/cases/{reference}/access-log"))
                .Json.GetProperty("entries")
                .EnumerateArray()
                .Select(entry => (entry.GetProperty("caller").GetString(), entry.GetProperty("action").GetString()));
            Assert.That(log.Count(line => line == ("analyst", "pseudonymised-export")), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_stay_that_has_not_begun_has_nothing_to_be_learnt_from()
    {
        await service.BeginStayAsync("""{"caseReference":"NEW-1","placementId":"nexus","start":"9999-01-01"}""");
        Assert.That((await service.GetAsync("/v1/stays")).Json.GetProperty("stays").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Nothing_recorded_is_a_header_alone_and_reads_as_an_empty_set()
    {
        var export = await CsvAsync("auditor");
        var read = StayCsv.Read(new MemoryStream(export.Bytes), TestReferenceData.Shipped);
        Assert.That((read.Faults.Count, read.Imported!.Set.Stays.Count, export.Text.Split("\r\n").Length), Is.EqualTo((0, 0, 2)));
    }

    [Test]
    public async Task Training_on_the_record_and_on_its_export_makes_the_same_model()
    {
        await RecordAsync();
        var export = await CsvAsync("analyst");

        Assert.That(
            await TrainedAsync(LiveService.Content("{}")),
            Is.EqualTo(await TrainedAsync(LiveService.Content(export.Bytes, "text/csv")))
        );
    }

    [Test]
    public async Task A_stay_of_which_nothing_is_known_keeps_no_model_of_the_record_from_its_gates()
    {
        await RecordAsync();
        var model = (await service.GetAsync($"/v1/models/{await TrainedAsync(LiveService.Content("{}"))}")).Json;
        var leakage = model
            .GetProperty("evaluation")
            .GetProperty("gates")
            .EnumerateArray()
            .Single(gate => gate.GetProperty("gate").GetString() == "leakage");
        Assert.That(
            (leakage.GetProperty("passed").ValueKind, leakage.GetProperty("staysWithoutDates").GetRawText()),
            Is.EqualTo((JsonValueKind.Null, "0")),
            "three stays are too few to assess, and the same is told as of none"
        );
    }

    [Test]
    public async Task A_withdrawn_stay_is_nothing_to_learn_from()
    {
        var begun = await service.BeginStayAsync(
            """{"caseReference":"NEW-1","placementId":"skodsborg-open","start":"2025-12-01","track":"social"}"""
        );
        await service.WithdrawStayAsync(begun.Headers.Location!.OriginalString, """{"reason":"never-began"}""");
        Assert.That((await service.GetAsync("/v1/stays")).Json.GetProperty("stays").GetArrayLength(), Is.Zero);
    }

    /// <summary>
    /// Two stays that followed a ranking, one that came before it, one of a child nothing is known of, and one in remand.
    /// </summary>
    async Task<string> RecordAsync()
    {
        var ranking = await service.RankOnTheDayAsync(clock, ("child.ageYears", "null"), ("child.birthDate", "\"2010-05-07\""));
        await EndAsync(
            await service.BeginStayAsync(StayBodies.Stay(ranking)),
            """{"end":"2026-03-01","ending":"breakdown","endedBy":"place","reportedBy":"child"}"""
        );
        await EndAsync(
            await service.BeginStayAsync(StayBodies.Stay(ranking, "2026-03-01").Replace("skodsborg", "nexus", StringComparison.Ordinal)),
            """{"end":"2026-04-01","ending":"transfer","movedTo":"secure"}"""
        );
        await service.BeginStayAsync("""{"caseReference":"NEW-1","placementId":"skodsborg-open","start":"2025-12-01","track":"social"}""");
        await service.BeginStayAsync("""{"caseReference":"NEW-2","placementId":"nexus","start":"2025-12-01"}""");
        await service.BeginStayAsync("""{"caseReference":"NEW-3","placementId":"soenderbro","start":"2025-12-01","track":"remand"}""");
        return ranking;
    }

    async Task EndAsync(Reply begun, string body) =>
        Assert.That(
            (await service.SendAsync(HttpMethod.Patch, begun.Headers.Location!.OriginalString, LiveService.Content(body))).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );

    Task<Reply> CsvAsync(string caller) => AskAsync("text/csv", caller);

    Task<Reply> AskAsync(string accept, string caller = LiveService.All) =>
        service.SendAsync(
            HttpMethod.Get,
            "/v1/stays",
            caller: caller,
            change: request => request.Headers.TryAddWithoutValidation("Accept", accept)
        );

    static string Word(ObservedStay stay, string feature)
    {
        var index = OutcomeFeature.All.ToList().FindIndex(one => one.Code == feature);
        return OutcomeFeature.All[index].Bins[stay.Bins[index]];
    }

    /// <summary>The version of the model that training on a body makes.</summary>
    async Task<string> TrainedAsync(HttpContent content)
    {
        var run = (await service.SendAsync(HttpMethod.Post, "/v1/models/training-runs", content)).Json;
        while (run.GetProperty("state").GetString() == "running")
        {
            await Task.Delay(50);
            run = (await service.GetAsync($"/v1/models/training-runs/{run.GetProperty("id").GetString()}")).Json;
        }
        Assert.That(run.GetProperty("state").GetString(), Is.EqualTo("done"), run.GetRawText());
        return run.GetProperty("version").GetString()!;
    }
}
