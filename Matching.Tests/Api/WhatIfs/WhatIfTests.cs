using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Api.Hosting;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.Storage;
using Matching.Api.WhatIfs;
using Matching.Engine.Reading;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.WhatIfs;

/// <summary>A recorded request ranked again with changes: as it was then, recorded, and never a ranking.</summary>
[OnEachStore]
public sealed class WhatIfTests
{
    const string Identical = """{"identical":true,"engineChanged":false,"differences":[]}""";
    const string Calmer = """{"child":{"selfHarm":"mild","suicideRisk":"low"},"conflicts":[]}""";

    LiveService service = null!;
    string rankingId = "";

    [SetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        rankingId = (await service.RankAsync(Example.Json)).RankingId;
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("da")]
    [TestCase("en")]
    public async Task The_answer_is_that_of_a_ranking_of_the_patched_request(string language)
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer, language: language);
        var ranking = await service.RankAsync(Example.With(("child.selfHarm", "\"mild\""), ("child.suicideRisk", "\"low\""), ("conflicts", "[]")), language: language);

        Assert.That(whatIf.Status, Is.EqualTo(HttpStatusCode.OK), whatIf.Text);
        Assert.That(Names(whatIf.Json), Is.EqualTo(new[] { "whatIfId", "rankingId", "recordedAt", "answer", "differences" }));
        var head = $$"""{"rankingId":"{{ranking.RankingId}}","recordedAt":"{{ranking.Json.GetProperty("recordedAt").GetString()}}",""";
        Assert.That(whatIf.Json.GetProperty("answer").GetRawText(), Is.EqualTo("{" + ranking.Text[head.Length..]));
    }

    [Test]
    public async Task Every_place_that_stands_otherwise_is_told_with_what_moved_it()
    {
        var before = (await service.GetAsync($"/v1/rankings/{rankingId}")).Json;
        var whatIf = (await service.AskWhatIfAsync(rankingId, Calmer, language: "en")).Json;
        var (was, now) = (Positions(before), Positions(whatIf.GetProperty("answer")));
        var differences = whatIf.GetProperty("differences").EnumerateArray().ToList();

        Assert.That(differences, Is.Not.Empty);
        foreach (var difference in differences)
        {
            var id = difference.GetProperty("placementId").GetString()!;
            Assert.That((difference.GetProperty("from").GetRawText(), difference.GetProperty("to").GetRawText()), Is.EqualTo((was[id], now[id])));
            Assert.That(difference.GetProperty("text").GetString(), Does.Match(@"^[A-Z].*\.$"));
            Assert.That(Names(difference), Is.EqualTo(new[] { "placementId", "from", "to", "contributions", "conditionsAdded", "conditionsRemoved", "text" }));
        }
        var order = now.Keys.ToList();
        Assert.That(differences.Select(difference => order.IndexOf(difference.GetProperty("placementId").GetString()!)), Is.Ordered);
        Assert.That(was.Keys.Where(id => was[id] != now[id]), Is.SubsetOf(differences.Select(difference => difference.GetProperty("placementId").GetString())));
        Assert.That(Of(differences, "nexus").GetProperty("conditionsRemoved").EnumerateArray().Select(code => code.GetString()), Does.Contain("conflict-co-resident-conflict"));
    }

    [TestCase("{}")]
    [TestCase("""{"caseReference":"SOF-2026-00017","child":{"somaticHealthNeeds":null,"ageYears":15},"legal":{}}""")]
    public async Task A_patch_that_changes_nothing_makes_no_difference(string patch) =>
        Assert.That((await service.AskWhatIfAsync(rankingId, patch)).Json.GetProperty("differences").GetArrayLength(), Is.Zero);

    [TestCase("application/json")]
    [TestCase("application/merge-patch+json")]
    [TestCase("application/merge-patch+json; charset=utf-8")]
    public async Task A_merge_patch_may_say_what_it_is(string type)
    {
        var reply = await service.SendAsync(HttpMethod.Post, $"/v1/rankings/{rankingId}/what-if", LiveService.Content(Encoding.UTF8.GetBytes(Calmer), type));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("application/json-patch+json")]
    [TestCase("text/plain")]
    [TestCase("")]
    public async Task Another_type_is_refused(string type)
    {
        var reply = await service.SendAsync(HttpMethod.Post, $"/v1/rankings/{rankingId}/what-if", LiveService.Content(Encoding.UTF8.GetBytes(Calmer), type));
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, (string?)null)));
    }

    [Test]
    public async Task A_ranking_takes_no_merge_patch()
    {
        var reply = await service.SendAsync(HttpMethod.Post, "/v1/rankings", LiveService.Content(Encoding.UTF8.GetBytes(Example.Json), "application/merge-patch+json"));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [TestCase("""{"caseReference":"OTHER-1"}""", "caseReference")]
    [TestCase("""{"caseReference":null}""", "caseReference")]
    [TestCase("""{"child":{"selfHarm":"MILD","ageYears":18},"x":1}""", "child.ageYears child.selfHarm x")]
    [TestCase("""{"child":{"selfharm":null}}""", "child.selfharm")]
    [TestCase("""{"chidl":null}""", "chidl")]
    [TestCase("""{"child":null}""", "child")]
    [TestCase("""{"child":{"birthDate":"2011-05-07"}}""", "child.ageYears child.birthDate")]
    [TestCase("""{"child":{"selfHarm":"mild","selfHarm":"none"}}""", "child.selfHarm")]
    [TestCase("""{"child":{"sex":null},"child":{}}""", "child")]
    [TestCase("""{"child":{"diagnoses":[{"code":"F84","code":"F70"}]}}""", "child.diagnoses[0].code")]
    [TestCase("""{"child":{"exploitation":"0102031234"}}""", "child.exploitation")]
    [TestCase("""{"0102031234":null}""", "[withheld name]")]
    [TestCase("""{"child":{"\ud800":1}}""", "child.[unreadable name]")]
    [TestCase("""{"wishes":{"child":[{"placementId":"\ud800","stance":"prefer"}]}}""", "wishes.child[0].placementId")]
    [TestCase("""{"conflicts":[{"placementId":"elsewhere","reason":"gang-conflict"}]}""", "conflicts[0].placementId")]
    [TestCase("""{"asOf":"2020-01-01"}""", "asOf")]
    [TestCase("[]", "body")]
    [TestCase("null", "body")]
    [TestCase("\"{}\"", "body")]
    [TestCase("", "body")]
    [TestCase("""{"child":{}""", "body")]
    public async Task Every_fault_of_the_patch_and_of_what_comes_of_it_is_named(string patch, string fields)
    {
        var reply = await service.AskWhatIfAsync(rankingId, patch);
        Assert.That((reply.Status, reply.FaultAsProblem(), string.Join(' ', reply.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, fields)), reply.Text);
        Assert.That(reply.Text, Does.Not.Contain("0102031234"));
        Assert.That((await ListAsync()).Text, Does.EndWith("\"whatIfs\":[]}"));
    }

    [Test]
    public async Task A_body_over_the_limit_is_refused()
    {
        var reply = await service.AskWhatIfAsync(rankingId, $$"""{"urgency":"{{new string('a', 256 * 1024)}}"}""");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, (string?)null)));
    }

    [TestCase("?top=0", "top")]
    [TestCase("?first=1", "first")]
    public async Task Parameters_are_those_of_a_ranking(string query, string field) =>
        Assert.That((await service.AskWhatIfAsync(rankingId, "{}", query)).FaultyFields, Is.EqualTo(new[] { field }));

    [Test]
    public async Task Top_shortens_the_answer_and_not_the_differences()
    {
        var (whole, shortened) = ((await service.AskWhatIfAsync(rankingId, Calmer)).Json, (await service.AskWhatIfAsync(rankingId, Calmer, "?top=1")).Json);
        Assert.That(shortened.GetProperty("answer").GetProperty("placements").GetArrayLength(), Is.EqualTo(1));
        Assert.That(shortened.GetProperty("answer").GetProperty("omitted").GetInt32(), Is.EqualTo(whole.GetProperty("answer").GetProperty("placements").GetArrayLength() - 1));
        Assert.That(shortened.GetProperty("differences").GetRawText(), Is.EqualTo(whole.GetProperty("differences").GetRawText()));
    }

    [Test]
    public async Task A_model_that_is_not_there_is_a_conflict_as_for_a_ranking()
    {
        var reply = await service.AskWhatIfAsync(rankingId, """{"mode":"rules-and-model"}""");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
    }

    [Test]
    public async Task The_day_is_that_of_the_ranking_unless_the_patch_names_another()
    {
        var undated = (await service.RankAsync(Example.Without("asOf"))).RankingId;
        Assert.That((await service.AskWhatIfAsync(undated, "{}")).Json.GetProperty("differences").GetArrayLength(), Is.Zero);
        Assert.That(AsOf(await service.AskWhatIfAsync(rankingId, """{"asOf":null}""")), Is.EqualTo("2026-11-22"));
        Assert.That(AsOf(await service.AskWhatIfAsync(rankingId, """{"asOf":"2027-01-31"}""")), Is.EqualTo("2027-01-31"));
    }

    [Test]
    public async Task It_can_be_read_again_to_the_byte_and_asked_anew_to_the_byte_whatever_has_changed_since()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        await service.ReportAsync("skodsborg", 3);
        for (var start = 0; start < 2; start++)
        {
            Assert.That((await service.GetAsync(PathOf(whatIf))).Text, Is.EqualTo(whatIf.Text));
            Assert.That((await service.SendAsync(HttpMethod.Post, $"{PathOf(whatIf)}/replay")).Text, Is.EqualTo(Identical));
            service = await service.RestartAsync();
        }
    }

    [Test]
    public async Task It_rests_on_the_versions_and_the_state_of_the_ranking()
    {
        var data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        foreach (var (file, old, replacement) in new[] { ("criteria.json", "\"points\": 5,", "\"points\": 6,"), ("texts/da.json", "rykker op", "RYKKER OP"), ("catalogue/city.json", "\"Skodsborg\"", "\"Skodsborg, nyt navn\"") })
        {
            var path = Path.Combine(data, file);
            Assert.That(File.ReadAllText(path), Does.Contain(old), "The test's change must hit.");
            File.WriteAllText(path, File.ReadAllText(path).Replace(old, replacement, StringComparison.Ordinal));
        }
        var before = await service.AskWhatIfAsync(rankingId, Calmer);
        await service.ReportAsync("skodsborg", 3);
        service = await service.RestartAsync($"--DataFolder={data}");
        var after = await service.AskWhatIfAsync(rankingId, Calmer);

        Assert.That((await service.RankAsync(Example.Json)).Text, Does.Contain("Skodsborg, nyt navn"));
        Assert.That(WithoutIdAndTime(after), Is.EqualTo(WithoutIdAndTime(before)));
        Assert.That((await service.AskWhatIfAsync(rankingId, "{}")).Json.GetProperty("differences").GetArrayLength(), Is.Zero);
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task It_is_never_a_ranking()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        var id = whatIf.Json.GetProperty("whatIfId").GetString()!;

        Assert.That((await service.GetAsync($"/v1/rankings/{id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.ReplayAsync(id)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.AskWhatIfAsync(id, "{}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var rankings = (await service.GetAsync($"/v1/cases/{Example.CaseReference}")).Json.GetProperty("rankings").EnumerateArray().Select(ranking => ranking.GetProperty("rankingId").GetString());
        Assert.That(rankings, Is.EqualTo(new[] { rankingId }));
        Assert.That((await service.GetAsync("/v1/exports/rankings")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task The_what_ifs_of_a_ranking_are_listed_with_their_patches()
    {
        var other = (await service.RankAsync(Example.Json)).RankingId;
        var first = await service.AskWhatIfAsync(rankingId, Calmer, caller: "visitator");
        await service.AskWhatIfAsync(other, "{}");
        await service.AskWhatIfAsync(rankingId, """{"wishes":{"child":null}}""", caller: "case-system");

        var list = (await ListAsync()).Json;
        Assert.That(list.GetProperty("rankingId").GetString(), Is.EqualTo(rankingId));
        Assert.That(
            list.GetProperty("whatIfs").EnumerateArray().Select(line => (line.GetProperty("caller").GetString(), line.GetProperty("patch").GetRawText())),
            Is.EqualTo(new[] { ("visitator", Calmer), ("case-system", """{"wishes":{"child":null}}""") }));
        var line = list.GetProperty("whatIfs")[0];
        Assert.That(
            (line.GetProperty("whatIfId").GetString(), line.GetProperty("recordedAt").GetString()),
            Is.EqualTo((first.Json.GetProperty("whatIfId").GetString(), first.Json.GetProperty("recordedAt").GetString())));
    }

    [Test]
    public async Task Sent_again_it_is_another_one_whatever_its_idempotency_key()
    {
        var ids = new List<string?>();
        for (var time = 0; time < 2; time++)
        {
            var reply = await service.SendAsync(HttpMethod.Post, $"/v1/rankings/{rankingId}/what-if", LiveService.Content(Calmer), change: request => request.Headers.Add("Idempotency-Key", "once"));
            ids.Add(reply.Json.GetProperty("whatIfId").GetString());
        }
        Assert.That(ids, Is.Unique);
    }

    [Test]
    public async Task Who_asked_and_who_read_is_in_the_access_log()
    {
        var whatIf = await service.SendAsync(HttpMethod.Post, $"/v1/rankings/{rankingId}/what-if", LiveService.Content(Calmer), "visitator", request => request.Headers.Add("X-Purpose", "the meeting"));
        await service.AskWhatIfAsync(rankingId, """{"child":{"selfHarm":1}}""", caller: "case-system");
        await service.AskWhatIfAsync(rankingId, """{"mode":"rules-and-model"}""", caller: "case-system");
        await service.GetAsync(PathOf(whatIf), "auditor");
        await service.GetAsync($"/v1/rankings/{rankingId}/what-ifs", "case-system");
        await service.SendAsync(HttpMethod.Post, $"{PathOf(whatIf)}/replay", caller: "auditor");

        var log = (await service.GetAsync($"/v1/cases/{Example.CaseReference}/access-log")).Json.GetProperty("entries").EnumerateArray().Skip(1).SkipLast(1)
            .Select(line => (line.GetProperty("caller").GetString(), line.GetProperty("action").GetString(), line.GetProperty("rankingId").GetString(), line.GetProperty("purpose").GetString()));
        Assert.That(log, Is.EqualTo(new (string?, string?, string?, string?)[]
        {
            ("visitator", "what-if-made", rankingId, "the meeting"), ("case-system", "ranking-read", rankingId, null), ("case-system", "ranking-read", rankingId, null),
            ("auditor", "what-if-read", rankingId, null), ("case-system", "what-if-read", rankingId, null), ("auditor", "what-if-replayed", rankingId, null),
        }));
    }

    [Test]
    public async Task An_id_that_names_nothing_of_the_kind_is_not_found_and_nothing_is_recorded()
    {
        var whatIf = (await service.AskWhatIfAsync(rankingId, "{}")).Json.GetProperty("whatIfId").GetString();
        var other = (await service.RankAsync(Example.Json)).RankingId;
        var entries = await service.EntriesAsync();
        foreach (var path in new[]
        {
            $"/v1/rankings/{Guid.NewGuid()}/what-ifs", "/v1/rankings/x/what-ifs", $"/v1/rankings/{whatIf}/what-ifs", $"/v1/rankings/{rankingId}/what-ifs/{Guid.NewGuid()}",
            $"/v1/rankings/{rankingId}/what-ifs/x", $"/v1/rankings/{rankingId}/what-ifs/{rankingId}", $"/v1/rankings/{other}/what-ifs/{whatIf}",
        })
        {
            var reply = await service.GetAsync(path);
            Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)), path);
        }
        foreach (var id in new[] { Guid.NewGuid().ToString(), "x", whatIf! })
            Assert.That((await service.AskWhatIfAsync(id, "{}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.SendAsync(HttpMethod.Post, $"/v1/rankings/{other}/what-ifs/{whatIf}/replay")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [Test]
    public async Task A_case_of_another_team_is_not_there()
    {
        await service.DisposeAsync();
        service = await LiveService.StartAsync("--ApiKeys:south:Key=key-of-south", "--ApiKeys:south:Roles=visitator,case-system,auditor", "--ApiKeys:south:Teams=syd");
        rankingId = (await service.RankAsync(Example.Json)).RankingId;
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        await service.SendAsync(HttpMethod.Put, $"/v1/cases/{Example.CaseReference}/team", LiveService.Content("""{"team":"nord"}"""));
        var entries = await service.EntriesAsync();

        Assert.That(await EveryCallAsync(whatIf, "south"), Is.All.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
        Assert.That(await EveryCallAsync(whatIf, "all"), Is.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task After_its_case_was_erased_it_is_gone_and_the_log_is_intact()
    {
        var data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await service.RestartAsync($"--DataFolder={data}");
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        Assert.That((await ErasureTests.EraseAsync(service)).Status, Is.EqualTo(HttpStatusCode.OK));
        var begun = await service.RankAsync(Example.Json);

        Assert.That(await EveryCallAsync(whatIf, "all"), Is.All.EqualTo(HttpStatusCode.Gone));
        var rankings = (await service.GetAsync($"/v1/cases/{Example.CaseReference}")).Json.GetProperty("rankings").EnumerateArray().Select(ranking => ranking.GetProperty("rankingId").GetString());
        Assert.That(rankings, Is.EqualTo(new[] { begun.RankingId }));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task What_ifs_and_erasures_of_one_case_at_once_leave_an_intact_log()
    {
        var data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await service.RestartAsync($"--DataFolder={data}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => i == 20 ? ErasureTests.EraseAsync(service) : service.AskWhatIfAsync(rankingId, Calmer)));

        Assert.That(answers.Select(answer => answer.Status), Is.All.AnyOf(HttpStatusCode.OK, HttpStatusCode.Gone));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task It_is_refused_when_the_disk_is_nearly_full_and_can_still_be_read()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        service.App.Services.GetRequiredService<DiskSpace>().Measure = _ => 0;
        await Task.Delay(1100); // What was measured is good for a second.
        var refused = await service.AskWhatIfAsync(rankingId, Calmer);
        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), refused.Text);
        Assert.That((await service.GetAsync(PathOf(whatIf))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task It_is_not_answered_when_it_cannot_be_recorded()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        await service.App.Services.GetRequiredService<MatchingStore>().Log.Writer.DisposeAsync();
        Assert.That(await EveryCallAsync(whatIf, "all"), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task The_log_names_the_documents_it_rests_on()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        var (ranking, entry) = (store.Entries.Find(rankingId)!, store.Entries.Find(whatIf.Json.GetProperty("whatIfId").GetString()!)!);
        var documents = RankingRecordJson.DocumentsOf(entry, store.Entries.ReadPayload(entry));

        Assert.That(documents, Is.Not.Empty.And.EqualTo(RankingRecordJson.DocumentsOf(ranking, store.Entries.ReadPayload(ranking))));
        Assert.That((entry.Kind, entry.SubjectId), Is.EqualTo(("what-if", ranking.SubjectId)));
    }

    [Test]
    public void An_answer_of_an_older_engine_is_asked_for_anew_before_it_is_compared_with()
    {
        var data = ShippedData.Load(ShippedData.DefaultFolder);
        using var body = JsonDocument.Parse(Example.Json);
        var request = RankingRequestReader.Read(body.RootElement, data.Knowledge, default, new Problems())!;
        var record = RankingDesk.Rank(request, body.RootElement, data, PresentStateBoard.Snapshot.Empty);
        var placements = record.Answer.Placements.Select(placement => placement with { Score = placement.Score + 1 }).ToList();
        var otherwise = record with { Answer = record.Answer with { Placements = placements } };
        var older = otherwise with { Versions = record.Versions with { Engine = "0.9.0" } };

        Assert.That(WhatIfDesk.Compare(older, request, data.Knowledge, PresentStateBoard.Snapshot.Empty).Differences, Is.Empty);
        Assert.That(WhatIfDesk.Compare(otherwise, request, data.Knowledge, PresentStateBoard.Snapshot.Empty).Differences, Is.Not.Empty);
    }

    async Task<List<HttpStatusCode>> EveryCallAsync(Reply whatIf, string caller) =>
    [
        (await service.AskWhatIfAsync(rankingId, Calmer, caller: caller)).Status, (await service.GetAsync($"/v1/rankings/{rankingId}/what-ifs", caller)).Status,
        (await service.GetAsync(PathOf(whatIf), caller)).Status, (await service.SendAsync(HttpMethod.Post, $"{PathOf(whatIf)}/replay", caller: caller)).Status,
        (await service.GetAsync($"/v1/rankings/{rankingId}/counterfactuals?placementId=nexus", caller)).Status,
    ];

    Task<Reply> ListAsync() => service.GetAsync($"/v1/rankings/{rankingId}/what-ifs");

    static string PathOf(Reply whatIf) => $"/v1/rankings/{whatIf.RankingId}/what-ifs/{whatIf.Json.GetProperty("whatIfId").GetString()}";

    static string? AsOf(Reply whatIf) => whatIf.Json.GetProperty("answer").GetProperty("asOf").GetString();

    static string WithoutIdAndTime(Reply whatIf)
    {
        var json = JsonNode.Parse(whatIf.Text)!.AsObject();
        json.Remove("whatIfId");
        json.Remove("recordedAt");
        return json.ToJsonString();
    }

    static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    static JsonElement Of(IEnumerable<JsonElement> differences, string placementId) => differences.Single(difference => difference.GetProperty("placementId").GetString() == placementId);

    static Dictionary<string, string> Positions(JsonElement answer) => answer.GetProperty("placements").EnumerateArray().ToDictionary(
        placement => placement.GetProperty("placementId").GetString()!,
        placement => $$"""{"rank":{{placement.GetProperty("rank").GetRawText()}},"score":{{placement.GetProperty("score").GetRawText()}},"eligibility":{{placement.GetProperty("eligibility").GetRawText()}}}""");
}
