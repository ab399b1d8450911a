using System.Net;
using System.Text.Json.Nodes;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Rankings;

/// <summary>A ranking can be read again to the byte and made again to the byte, no matter what has changed since.</summary>
[OnEachStore]
public sealed class RecordTests
{
    const string Identical = """{"identical":true,"engineChanged":false,"differences":[]}""";

    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("da")]
    [TestCase("en")]
    public async Task What_was_answered_can_be_read_again_to_the_byte(string language)
    {
        var ranking = await service.RankAsync(Example.Json, language: language);
        var read = await service.GetAsync(ranking.Headers.Location!.OriginalString, language: language);
        Assert.That((read.Status, read.Text), Is.EqualTo((HttpStatusCode.OK, ranking.Text)));
    }

    [Test]
    public async Task The_same_request_gets_the_same_answer_apart_from_id_and_time()
    {
        var answers = new List<string>();
        foreach (var body in new[] { Example.Json, Example.Rewritten(Example.Json), Example.Json })
            answers.Add((await service.RankAsync(body)).WithoutIdAndTime);
        service = await service.RestartAsync();
        answers.Add((await service.RankAsync(Example.Json)).WithoutIdAndTime);
        Assert.That(answers.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Requests_at_the_same_time_do_not_colour_each_other()
    {
        var bodies = Enumerable.Range(0, 18).Select(age => Example.With("child.ageYears", $"{age}")).ToArray();
        var alone = new List<string>();
        foreach (var body in bodies)
            alone.Add((await service.RankAsync(body)).WithoutIdAndTime);
        var together = await Task.WhenAll(bodies.Select(body => service.RankAsync(body)));
        Assert.That(together.Select(reply => reply.WithoutIdAndTime), Is.EqualTo(alone));
    }

    [Test]
    public async Task A_replay_finds_the_same()
    {
        var replay = await service.ReplayAsync((await service.RankAsync(Example.Json)).RankingId);
        Assert.That((replay.Status, replay.Text), Is.EqualTo((HttpStatusCode.OK, Identical)));
    }

    [TestCaseSource(nameof(OtherRequests))]
    public async Task A_replay_finds_the_same_for_other_requests(string body)
    {
        var ranking = await service.RankAsync(body);
        Assert.That(ranking.Status, Is.EqualTo(HttpStatusCode.Created), ranking.Text);
        Assert.That((await service.ReplayAsync(ranking.RankingId)).Text, Is.EqualTo(Identical));
    }

    public static IEnumerable<TestCaseData> OtherRequests =>
        new (string Name, string Body)[]
        {
            ("hardly anything known", """{"caseReference":"Æ/ø_å-1.2","child":{"birthDate":"2012-02-29"}}"""),
            ("no diagnoses", Example.With("child.diagnoses", "[]")),
            ("law not assessed", Example.With("legal", "null")),
            ("no ground", Example.With("legal.grounds", "[]")),
            ("wishes unknown, no conflicts", Example.With(("wishes", "null"), ("conflicts", "[]"))),
            ("a word twice", Example.With("child.exploitation", """["sexual","sexual","criminal"]""")),
            ("placed already", Example.With("child.currentPlacementId", "\"nexus\"")),
            (
                "the ends of time",
                Example.With(
                    ("asOf", "\"9999-12-31\""),
                    ("child.placements[0].from", "\"0001-01-01\""),
                    ("child.placements[0].to", "\"9999-12-31\"")
                )
            ),
            ("as of today", Example.Without("asOf", "mode", "urgency", "wishes", "conflicts", "legal")),
        }.Select(request => new TestCaseData(request.Body)
        {
            TestName = $"{nameof(A_replay_finds_the_same_for_other_requests)}: {request.Name}",
        });

    [Test]
    public async Task Later_changes_of_availability_change_no_record_and_no_replay()
    {
        await service.ReportAsync("skodsborg", 1);
        var ranking = await service.RankAsync(Example.Json);
        await service.ReportAsync("skodsborg", 0);
        await service.ReportAsync("nexus", 3);
        for (var start = 0; start < 2; start++)
        {
            Assert.That((await service.GetAsync($"/v1/rankings/{ranking.RankingId}")).Text, Is.EqualTo(ranking.Text));
            Assert.That((await service.ReplayAsync(ranking.RankingId)).Text, Is.EqualTo(Identical));
            service = await service.RestartAsync();
        }
    }

    [Test]
    public async Task A_changed_catalogue_changed_rules_and_changed_words_change_no_record_and_no_replay()
    {
        var old = await service.RankAsync(Example.Json);
        using var data = ChangedData.Copy();
        data.Replace("catalogue/city.json", "\"Skodsborg\"", "\"Skodsborg, nyt navn\"");
        data.Replace("criteria.json", "\"about\": \"", "\"about\": \"Anderledes. ");
        data.Replace("rules/rules.json", "\"about\": \"", "\"about\": \"Otherwise. ");
        data.Replace("texts/da.json", "mennesker, der træffer", "MENNESKER, der træffer");
        service = await service.RestartAsync($"--DataFolder={data.Folder}");

        var now = await service.RankAsync(Example.Json);
        Assert.That(new[] { "catalogue", "criteria", "rules", "texts" }.Where(name => Version(now, name) == Version(old, name)), Is.Empty);
        Assert.That(now.Text, Does.Contain("Skodsborg, nyt navn").And.Contain("MENNESKER"));
        Assert.That((await service.GetAsync($"/v1/rankings/{old.RankingId}")).Text, Is.EqualTo(old.Text));
        Assert.That((await service.ReplayAsync(old.RankingId)).Text, Is.EqualTo(Identical));
        Assert.That((await service.ReplayAsync(now.RankingId)).Text, Is.EqualTo(Identical));
    }

    [Test]
    public async Task A_placement_that_left_the_catalogue_stays_in_the_rankings_that_named_it()
    {
        var body = Example.With("child.currentPlacementId", "\"cognitive-home\"");
        var old = await service.RankAsync(body);
        using var data = ChangedData.Copy();
        data.RemovePlacement("cognitive-home");
        service = await service.RestartAsync($"--DataFolder={data.Folder}");

        Assert.That((await service.GetAsync($"/v1/rankings/{old.RankingId}")).Text, Is.EqualTo(old.Text));
        Assert.That((await service.ReplayAsync(old.RankingId)).Text, Is.EqualTo(Identical));
        Assert.That((await service.RankAsync(body)).FaultyFields, Is.EqualTo(new[] { "child.currentPlacementId" }));
    }

    static string Version(Reply reply, string name) => reply.Json.GetProperty("versions").GetProperty(name).GetString()!;

    /// <summary>A copy of the data that the service ships with, to be changed.</summary>
    sealed class ChangedData : IDisposable
    {
        public string Folder { get; } = TemporaryStore.NewFolder();

        public static ChangedData Copy()
        {
            var copy = new ChangedData();
            var shipped = Path.Combine(AppContext.BaseDirectory, "data");
            foreach (var file in Directory.EnumerateFiles(shipped, "*.json", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy.Folder, Path.GetRelativePath(shipped, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
            return copy;
        }

        public void Replace(string file, string old, string replacement)
        {
            var path = Path.Combine(Folder, file);
            var text = File.ReadAllText(path);
            Assert.That(text, Does.Contain(old), "The test's change must hit.");
            File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
        }

        public void RemovePlacement(string id)
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(Folder, "catalogue")))
            {
                var file = JsonNode.Parse(File.ReadAllText(path))!;
                if (
                    file["placements"] is not JsonArray placements
                    || placements.SingleOrDefault(one => (string?)one!["id"] == id) is not { } placement
                )
                    continue;
                placements.Remove(placement);
                File.WriteAllText(path, file.ToJsonString());
                return;
            }
            Assert.Fail("The test's change must hit.");
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
