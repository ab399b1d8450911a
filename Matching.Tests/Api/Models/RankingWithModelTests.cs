using System.Net;
using System.Text;
using System.Text.Json;
using Matching.Api.Models;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Models;

/// <summary>
/// Rankings in mode rules-and-model: what they say beside the rules, and that they rest for ever on the model they were made with.
/// </summary>
public sealed class RankingWithModelTests
{
    const string Identical = """{"identical":true,"engineChanged":false,"differences":[]}""";

    static readonly string WithModel = Example.With("mode", "\"rules-and-model\"");
    static readonly UsableModel Model = UsableModel.Read(TestModel.TrainedBytes),
        Other = UsableModel.Read(TestModel.HandmadeFile("nexus", -0.6));

    LiveService service = null!;

    [SetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        Put(Model);
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task While_none_may_be_used_it_is_refused_and_nothing_is_recorded()
    {
        Put(null);
        var entries = await service.EntriesAsync();
        var refusal = await service.RankAsync(WithModel, idempotencyKey: "again");

        Assert.That((refusal.Status, refusal.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
        Put(Model);
        Assert.That(
            (await service.RankAsync(WithModel, idempotencyKey: "again")).Status,
            Is.EqualTo(HttpStatusCode.Created),
            "a refusal does not use up the key"
        );
    }

    [Test]
    public async Task The_answer_names_the_model_and_says_the_risk_at_every_place_that_is_ranked()
    {
        var ranking = await service.RankAsync(WithModel);
        Assert.That(ranking.Status, Is.EqualTo(HttpStatusCode.Created), ranking.Text);

        Assert.That(ranking.Json.GetProperty("mode").GetString(), Is.EqualTo("rules-and-model"));
        Assert.That(ranking.Json.GetProperty("versions").GetProperty("model").GetString(), Is.EqualTo(Model.Model.Version));
        foreach (var place in Places(ranking))
        {
            var risk = place.GetProperty("breakdownRisk");
            if (place.GetProperty("rank").ValueKind == JsonValueKind.Null)
            {
                Assert.That(risk.ValueKind, Is.EqualTo(JsonValueKind.Null));
                continue;
            }
            Assert.That(
                risk.EnumerateObject().Select(member => member.Name),
                Is.EqualTo(new[] { "probability", "interval", "level", "horizonDays", "similarCases" })
            );
            var (probability, low, high) = (
                risk.GetProperty("probability").GetDecimal(),
                risk.GetProperty("interval")[0].GetDecimal(),
                risk.GetProperty("interval")[1].GetDecimal()
            );
            Assert.That(new[] { 0, low, probability, high, 1 }, Is.Ordered);
            Assert.That(new[] { low, probability, high }.Select(number => number.Scale), Is.All.AtMost(4));
            Assert.That((risk.GetProperty("level").GetRawText(), risk.GetProperty("horizonDays").GetInt32()), Is.EqualTo(("0.9", 365)));
            Assert.That(risk.GetProperty("similarCases").GetInt32(), Is.AtLeast(5));
        }
    }

    [Test]
    public async Task The_points_of_the_model_are_contributions_and_the_score_is_still_their_sum()
    {
        var ranking = await service.RankAsync(WithModel, language: "en");
        var parts = Places(ranking)
            .SelectMany(place => place.GetProperty("contributions").EnumerateArray())
            .Where(part => Text(part, "criterion").StartsWith("outcome:", StringComparison.Ordinal))
            .ToList();

        Assert.That(parts, Is.Not.Empty);
        Assert.That(parts.Select(part => Text(part, "source")), Is.All.EqualTo($"models/{Model.Model.Version}/model.json"));
        Assert.That(parts.Select(part => Text(part, "text")), Is.All.Match("^The model .*\\.$"));
        foreach (var place in Places(ranking).Where(place => place.GetProperty("score").ValueKind == JsonValueKind.Number))
            Assert.That(
                place.GetProperty("contributions").EnumerateArray().Sum(part => part.GetProperty("points").GetDecimal()),
                Is.EqualTo(place.GetProperty("score").GetDecimal())
            );
    }

    [Test]
    public async Task It_says_that_a_model_was_used_and_what_it_changed()
    {
        var notices = (await service.RankAsync(WithModel))
            .Json.GetProperty("notices")
            .EnumerateArray()
            .ToDictionary(notice => Text(notice, "code"), notice => Text(notice, "text"));

        Assert.That(notices.Keys, Does.Contain("model-used").And.Contain("people-decide").And.None.EqualTo("rules-only"));
        Assert.That(notices["model-used"], Does.Contain("2500").And.Contain("mennesker"));
        Assert.That(notices.Keys.Count(code => code.StartsWith("model-changed-", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_what_a_court_decides_it_says_nothing()
    {
        var ranking = await service.RankAsync(
            Example.With(("mode", "\"rules-and-model\""), ("legal.grounds", "[\"remand-surrogate\"]"), ("legal.decidedBy", "\"court\""))
        );

        Assert.That(
            Ranked(ranking).Select(place => place.GetProperty("breakdownRisk").GetRawText()),
            Is.Not.Empty.And.All.EqualTo("""{"abstained":"court-track"}""")
        );
        Assert.That(ranking.Text, Does.Not.Contain("outcome:"));
    }

    [Test]
    public async Task In_mode_rules_nothing_tells_that_there_is_a_model()
    {
        var with = await service.RankAsync(Example.Json);
        Put(null);

        Assert.That((await service.RankAsync(Example.Json)).WithoutIdAndTime, Is.EqualTo(with.WithoutIdAndTime));
        Assert.That(with.Text, Does.Not.Contain("outcome:"));
        Assert.That(Places(with).Select(place => place.GetProperty("breakdownRisk").ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        Assert.That(RecordOf(with), Does.StartWith("""{"schema":2,""").And.Not.Contain("\"risk\""));
    }

    [Test]
    public async Task It_reads_and_replays_to_the_byte_whatever_model_came_after()
    {
        var ranking = await service.RankAsync(WithModel);
        foreach (var later in new[] { Other, null })
        {
            Put(later);
            Assert.That((await service.ReplayAsync(ranking.RankingId)).Text, Is.EqualTo(Identical));
            Assert.That((await service.GetAsync(ranking.Headers.Location!.OriginalString)).Text, Is.EqualTo(ranking.Text));
            service = await service.RestartAsync();
        }
        Assert.That((await service.ReplayAsync(ranking.RankingId)).Text, Is.EqualTo(Identical));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Another_model_gives_another_answer_and_each_replays()
    {
        var one = await service.RankAsync(WithModel);
        Put(Other);
        var two = await service.RankAsync(WithModel);

        Assert.That(two.WithoutIdAndTime, Is.Not.EqualTo(one.WithoutIdAndTime));
        foreach (var ranking in new[] { one, two })
            Assert.That((await service.ReplayAsync(ranking.RankingId)).Text, Is.EqualTo(Identical));
    }

    [Test]
    public async Task The_record_names_the_model_among_its_documents_and_comes_back_to_the_byte()
    {
        var ranking = await service.RankAsync(WithModel);
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        var entry = store.Entries.Find(ranking.RankingId)!;
        var payload = store.Entries.ReadPayload(entry);

        Assert.That(RecordOf(ranking), Does.StartWith("""{"schema":3,""").And.Contain("\"risk\":["));
        Assert.That(
            Encoding.UTF8.GetString(RankingRecordJson.Write(RankingRecordJson.Read(payload))),
            Is.EqualTo(Encoding.UTF8.GetString(payload))
        );
        Assert.That(RankingRecordJson.ClaimsOf(entry, payload).Documents, Does.Contain(Model.Document.Version));
        Assert.That(store.Documents.Find(Model.Document.Version)!.Content, Is.EqualTo(Model.Document.Content));
    }

    [Test]
    public async Task The_same_key_gives_the_same_answer_also_once_the_model_is_withdrawn()
    {
        var first = await service.RankAsync(WithModel, idempotencyKey: "once");
        Put(null);
        var again = await service.RankAsync(WithModel, idempotencyKey: "once");

        Assert.That((again.Status, again.Text), Is.EqualTo((HttpStatusCode.OK, first.Text)));
    }

    [Test]
    public async Task A_what_if_rests_on_the_model_of_its_ranking()
    {
        var ranking = await service.RankAsync(WithModel);
        Put(Other);
        var nothing = await service.AskWhatIfAsync(ranking.RankingId, "{}");
        var calmer = await service.AskWhatIfAsync(ranking.RankingId, """{"child":{"selfHarm":"mild"}}""");

        Assert.That(
            (nothing.Status, nothing.Json.GetProperty("differences").GetArrayLength()),
            Is.EqualTo((HttpStatusCode.OK, 0)),
            nothing.Text
        );
        Assert.That(
            calmer.Json.GetProperty("answer").GetProperty("versions").GetProperty("model").GetString(),
            Is.EqualTo(Model.Model.Version)
        );
        foreach (var whatIf in new[] { nothing, calmer })
            Assert.That((await ReplayAsync(ranking, whatIf)).Text, Is.EqualTo(Identical));
    }

    [Test]
    public async Task A_what_if_may_leave_the_model_out_but_not_bring_one_in()
    {
        var (with, without) = (await service.RankAsync(WithModel), await service.RankAsync(Example.Json));
        var rules = await service.AskWhatIfAsync(with.RankingId, """{"mode":"rules"}""");

        Assert.That(rules.Status, Is.EqualTo(HttpStatusCode.OK), rules.Text);
        Assert.That(Scores(rules.Json.GetProperty("answer")), Is.EqualTo(Scores(without.Json)));
        Assert.That(
            rules
                .Json.GetProperty("differences")
                .EnumerateArray()
                .SelectMany(difference => difference.GetProperty("contributions").EnumerateArray())
                .Select(change => Text(change, "criterion")),
            Is.Not.Empty.And.All.StartsWith("outcome:")
        );
        Assert.That((await ReplayAsync(with, rules)).Text, Is.EqualTo(Identical));
        Assert.That(
            (await service.AskWhatIfAsync(without.RankingId, """{"mode":"rules-and-model"}""")).Status,
            Is.EqualTo(HttpStatusCode.Conflict)
        );
    }

    [Test]
    public async Task Counterfactuals_and_letters_work_on_it()
    {
        var ranking = await service.RankAsync(WithModel);
        var second = Text(Ranked(ranking)[1], "placementId");

        Assert.That(
            (await service.GetAsync($"/v1/rankings/{ranking.RankingId}/counterfactuals?placementId={second}")).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );
        var letter = await service.GetAsync($"/v1/rankings/{ranking.RankingId}/explanation?audience=committee");
        Assert.That(letter.Status, Is.EqualTo(HttpStatusCode.OK), letter.Text);
        Assert.That(letter.Text, Does.Contain(Model.Model.Version).And.Contain("Ud over reglerne er der brugt en model"));
    }

    [TestCase("parent", "Vi har også brugt en beregning")]
    [TestCase("child", "Vi har også brugt en beregning")]
    public async Task Letters_to_the_family_say_that_a_model_was_used_and_only_then(string audience, string sentence)
    {
        var (with, without) = (await service.RankAsync(WithModel), await service.RankAsync(Example.Json));

        Assert.That((await LetterAsync(with)).Text, Does.Contain(sentence));
        Assert.That((await LetterAsync(without)).Text, Does.Not.Contain(sentence));

        Task<Reply> LetterAsync(Reply ranking) => service.GetAsync($"/v1/rankings/{ranking.RankingId}/explanation?audience={audience}");
    }

    [Test]
    public async Task Once_no_model_may_be_used_nothing_new_is_asked_of_one_and_what_is_recorded_still_reads()
    {
        var ranking = await service.RankAsync(WithModel);
        var whatIf = await service.AskWhatIfAsync(ranking.RankingId, """{"child":{"selfHarm":"mild"}}""");
        Put(null);
        var entries = await service.EntriesAsync();
        var second = Text(Ranked(ranking)[1], "placementId");

        foreach (
            var refusal in new[]
            {
                await service.AskWhatIfAsync(ranking.RankingId, """{"child":{"selfHarm":"mild"}}"""),
                await service.GetAsync($"/v1/rankings/{ranking.RankingId}/counterfactuals?placementId={second}"),
            }
        )
            Assert.That((refusal.Status, refusal.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries + 2), "that the record was looked at");
        Assert.That((await service.AskWhatIfAsync(ranking.RankingId, """{"mode":"rules"}""")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await ReplayAsync(ranking, whatIf)).Text, Is.EqualTo(Identical));
    }

    void Put(UsableModel? model) => service.App.Services.GetRequiredService<ActiveModel>().Put(model);

    Task<Reply> ReplayAsync(Reply ranking, Reply whatIf) =>
        service.SendAsync(HttpMethod.Post, $"/v1/rankings/{ranking.RankingId}/what-ifs/{Text(whatIf.Json, "whatIfId")}/replay");

    string RecordOf(Reply ranking)
    {
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        return Encoding.UTF8.GetString(store.Entries.ReadPayload(store.Entries.Find(ranking.RankingId)!));
    }

    static IEnumerable<(string, string)> Scores(JsonElement answer) =>
        answer
            .GetProperty("placements")
            .EnumerateArray()
            .Select(place => (Text(place, "placementId"), place.GetProperty("score").GetRawText()));

    static IEnumerable<JsonElement> Places(Reply ranking) => ranking.Json.GetProperty("placements").EnumerateArray();

    static List<JsonElement> Ranked(Reply ranking) =>
        [.. Places(ranking).Where(place => place.GetProperty("rank").ValueKind == JsonValueKind.Number)];

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
