using System.Net;
using System.Text.Json;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.Storage;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Models;

/// <summary>Which model rankings may use: put to use only through its gates, taken back, switched off, and all of it in the log.</summary>
[OnEachStore]
public sealed class ModelsTests
{
    const string By = """{"by":"Anna Holm"}""";

    static readonly string WithModel = Example.With("mode", "\"rules-and-model\"");

    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task A_fresh_service_has_the_prior_it_came_with_and_uses_no_model()
    {
        var models = await ListAsync();

        Assert.That(
            (models.GetProperty("on").GetBoolean(), Text(models, "promoted"), Text(models, "inForce")),
            Is.EqualTo((true, (string?)null, (string?)null))
        );
        var prior = models.GetProperty("models").EnumerateArray().Single();
        Assert.That(
            (Text(prior, "trainer"), Text(prior, "source"), prior.GetProperty("passed").GetBoolean()),
            Is.EqualTo(("prior", "shipped", false))
        );
        var promotion = await PromoteAsync(Text(prior, "version")!, By);
        Assert.That(promotion.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await service.RankAsync(WithModel), Has.Property("Status").EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task A_model_that_passes_every_gate_is_put_to_use_and_the_state_moves()
    {
        var version = Make(1);
        var reply = await PromoteAsync(version, By);

        Assert.That(
            (reply.Status, reply.Text),
            Is.EqualTo((HttpStatusCode.OK, $$"""{"version":"{{version}}","inForce":true,"overridden":[]}"""))
        );
        Assert.That(InForce!.Version, Is.EqualTo(version));
        Assert.That((await service.RankAsync(Example.Json)).Json.GetProperty("versions").GetProperty("state").GetInt64(), Is.EqualTo(1));
        var line = await LineAsync(version);
        Assert.That(
            (line.GetProperty("inForce").GetBoolean(), Text(line, "promotedBy"), line.GetProperty("fault").ValueKind),
            Is.EqualTo((true, "Anna Holm", JsonValueKind.Null))
        );
    }

    [Test]
    public async Task A_gate_that_is_not_passed_refuses_with_every_reason_and_records_nothing()
    {
        var version = Make(1, (Gates.Leakage, false), (Gates.Stability, null));
        var entries = await service.EntriesAsync();
        var reply = await PromoteAsync(version, """{"by":"Anna Holm","override":["leakage"]}""");

        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
        Assert.That(
            reply.Json.GetProperty("reasons").EnumerateArray().Select(reason => (Text(reason, "code"), Text(reason, "gate"))),
            Is.EquivalentTo(new[] { (Promotion.NeverOverridden, Gates.Leakage), (Promotion.NotAssessed, Gates.Stability) })
        );
        Assert.That((await service.EntriesAsync(), InForce), Is.EqualTo((entries, (FittedModel?)null)));
    }

    [Test]
    public async Task Two_people_with_a_reason_override_what_may_be_overridden_and_are_on_record()
    {
        var version = Make(1, (Gates.RankStability, false));
        Assert.That(
            (
                await PromoteAsync(version, """{"by":"Anna Holm","override":["rank-stability"],"second":"anna holm","reason":"because"}""")
            ).Status,
            Is.EqualTo(HttpStatusCode.Conflict)
        );
        var reply = await PromoteAsync(
            version,
            """{"by":"Anna Holm","override":["rank-stability"],"second":"Bo Lind","reason":"because"}"""
        );

        Assert.That(reply.Json.GetProperty("overridden").GetRawText(), Is.EqualTo("""["rank-stability"]"""));
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        var entry = store.Entries.Entries(1, LogKinds.ModelPromotion).Single();
        using var payload = JsonDocument.Parse(store.Entries.ReadPayload(entry));
        Assert.That(
            (
                Text(payload.RootElement, "model"),
                Text(payload.RootElement, "by"),
                Text(payload.RootElement, "second"),
                Text(payload.RootElement, "reason"),
                entry.Caller
            ),
            Is.EqualTo((version, "Anna Holm", "Bo Lind", "because", LiveService.All))
        );
        Assert.That(store.Documents.Find(Text(payload.RootElement, "evaluation")!)!.Kind, Is.EqualTo("model-evaluation"));
    }

    [TestCase(true, Promotion.OtherSettings)]
    [TestCase(false, Promotion.OtherPrior)]
    public async Task A_model_that_was_judged_by_other_limits_or_another_prior_is_not_promoted_by_anybody(bool limits, string code)
    {
        var folders = MadeModel.FoldersOf(service.Folder);
        var version = limits
            ? MadeModel.InOfOthers(folders, SimulatedStays.Prior, "0123456789abcdef0123456789abcdef")
            : MadeModel.InOfOthers(
                folders,
                SimulatedStays.Prior with
                {
                    Version = "0123456789abcdef0123456789abcdef",
                },
                SimulatedStays.Settings.Version
            );
        var entries = await service.EntriesAsync();
        foreach (
            var body in new[]
            {
                By,
                $$"""{"by":"Anna Holm","override":{{JsonSerializer.Serialize(Gates.All.Except(Gates.NeverOverridden))}},"second":"Bo Lind","reason":"because"}""",
            }
        )
        {
            var reply = await PromoteAsync(version, body);
            Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)), reply.Text);
            Assert.That(
                reply
                    .Json.GetProperty("reasons")
                    .EnumerateArray()
                    .Select(reason =>
                        (Text(reason, "code"), Text(reason, "text")!.Contains("det kan ingen fravige", StringComparison.Ordinal))
                    ),
                Is.EqualTo(new[] { (code, true) })
            );
        }
        Assert.That((await service.EntriesAsync(), InForce), Is.EqualTo((entries, (FittedModel?)null)));
    }

    [Test]
    public async Task A_model_without_an_evaluation_or_with_that_of_another_is_not_promoted()
    {
        var version = Make(1);
        var file = Path.Combine(service.Folder, "models", version, EvaluationFile.Name);
        File.WriteAllBytes(file, MadeModel.Evaluation(MadeModel.VersionOf(MadeModel.Document(2))));
        var reply = await PromoteAsync(version, By);
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
        Assert.That(reply.Text, Does.Contain("the evaluation of another model"));
        Assert.That(Text(await LineAsync(version), "fault"), Does.Contain("the evaluation of another model"));
        File.Delete(file);
        Assert.That(
            (await PromoteAsync(version, By)).Json.GetProperty("reasons").EnumerateArray().Select(reason => Text(reason, "code")),
            Is.EqualTo(new[] { ModelRegistry.NoEvaluation })
        );
    }

    [Test]
    public async Task The_model_in_force_is_there_after_a_restart_also_without_its_folder()
    {
        var version = Make(1);
        await PromoteAsync(version, By);
        service = await service.RestartAsync(() => Directory.Delete(Path.Combine(service.Folder, "models"), recursive: true));

        Assert.That((InForce!.Version, InForce.Tables.Baselines), Is.EqualTo((version, ModelFileLoader.Load(Reading(1)).Tables.Baselines)));
        var line = await LineAsync(version);
        Assert.That((Text(line, "source"), line.GetProperty("passed").GetBoolean()), Is.EqualTo(("record", true)));
        Assert.That(
            (await service.GetAsync($"/v1/models/{version}")).Json.GetProperty("evaluation").GetProperty("model").GetString(),
            Is.EqualTo(version)
        );
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
    }

    [Test]
    public async Task A_rollback_brings_back_the_model_before_and_then_none()
    {
        var (first, second) = (Make(1), Make(2));
        await PromoteAsync(first, By);
        await PromoteAsync(second, By);

        Assert.That((await RollBackAsync()).Text, Is.EqualTo($$"""{"from":"{{second}}","to":"{{first}}","inForce":"{{first}}"}"""));
        Assert.That(InForce!.Version, Is.EqualTo(first));
        Assert.That((await RollBackAsync()).Text, Is.EqualTo($$"""{"from":"{{first}}","to":null,"inForce":null}"""));
        var last = await RollBackAsync();
        Assert.That(
            (last.Status, last.FaultAsProblem(), InForce),
            Is.EqualTo((HttpStatusCode.Conflict, (string?)null, (FittedModel?)null))
        );
        Assert.That((await service.RankAsync(Example.Json)).Json.GetProperty("versions").GetProperty("state").GetInt64(), Is.EqualTo(4));
    }

    [Test]
    public async Task The_switch_turns_use_off_at_once_and_promotions_stand_meanwhile()
    {
        var version = Make(1);
        await PromoteAsync(version, By);
        Assert.That((await SwitchAsync(on: false)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That(InForce, Is.Null);
        Assert.That((await service.RankAsync(WithModel)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        var models = await ListAsync();
        Assert.That(
            (models.GetProperty("on").GetBoolean(), Text(models, "promoted"), Text(models, "inForce")),
            Is.EqualTo((false, version, (string?)null))
        );
        Assert.That((await PromoteAsync(Make(2), By)).Json.GetProperty("inForce").GetBoolean(), Is.False);
        await RollBackAsync();
        service = await service.RestartAsync();
        Assert.That(InForce, Is.Null);
        await SwitchAsync(on: true);
        Assert.That(InForce!.Version, Is.EqualTo(version));
    }

    [Test]
    public async Task Switching_to_where_it_stands_records_nothing()
    {
        var entries = await service.EntriesAsync();
        await SwitchAsync(on: true);
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
        await SwitchAsync(on: false);
        await SwitchAsync(on: false);
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries + 1));
    }

    [Test]
    public async Task The_model_that_is_promoted_is_not_promoted_again()
    {
        var version = Make(1);
        await PromoteAsync(version, By);
        var again = await PromoteAsync(version, By);
        Assert.That(again.Json.GetProperty("reasons")[0].GetProperty("code").GetString(), Is.EqualTo(ModelRegistry.InForceAlready));
    }

    [Test]
    public async Task A_ranking_replays_on_the_state_it_was_made_on_whatever_was_promoted_since()
    {
        await service.ReportAsync("nexus", 3);
        var ranking = await service.RankAsync(Example.Json);
        await PromoteAsync(Make(1), By);
        await service.ReportAsync("nexus", 0);

        Assert.That((await service.ReplayAsync(ranking.RankingId)).Json.GetProperty("identical").GetBoolean(), Is.True);
        var (models, places) = (
            service.App.Services.GetRequiredService<ModelStateProjection>(),
            service.App.Services.GetRequiredService<PlacementStateProjection>()
        );
        var before = ranking.Json.GetProperty("versions").GetProperty("state").GetInt64();
        Assert.That((models.At(before).InForce, places.At(before).Availability["nexus"].FreePlaces), Is.EqualTo(((string?)null, 3)));
        Assert.That(models.Current.InForce, Is.Not.Null);
    }

    [Test]
    public async Task A_ranking_with_a_promoted_model_replays_when_the_model_is_gone_from_its_folder_and_from_use()
    {
        var version = Make(1);
        await PromoteAsync(version, By);
        var ranking = await service.RankAsync(WithModel);
        Assert.That(
            (ranking.Status, Text(ranking.Json.GetProperty("versions"), "model")),
            Is.EqualTo((HttpStatusCode.Created, version)),
            ranking.Text
        );

        await SwitchAsync(on: false);
        Assert.That((await service.RankAsync(WithModel)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        await RollBackAsync();
        service = await service.RestartAsync(() => Directory.Delete(Path.Combine(service.Folder, "models"), recursive: true));
        Assert.That((await service.ReplayAsync(ranking.RankingId)).Json.GetProperty("identical").GetBoolean(), Is.True);
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
    }

    [Test]
    public async Task A_missing_document_of_a_promoted_model_is_found_by_verification()
    {
        await PromoteAsync(Make(1), By);
        service = await service.RestartAsync(() =>
            service.Tamper(
                $"{(service.Postgres is null ? "DROP TRIGGER documents_are_never_deleted; " : "")}DELETE FROM documents WHERE kind = "
                    + $"'model'"
            )
        );

        var verification = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.False);
        Assert.That(verification.GetProperty("problem").GetString(), Does.Not.StartWith(LogVerification.OnlySchemaDiffers));
        Assert.That(InForce, Is.Null);
        Assert.That(service.Log.Faults, Is.Not.Empty);
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created), "rules alone need no model");
    }

    FittedModel? InForce => service.App.Services.GetRequiredService<ActiveModel>().Current?.Model;

    string Make(int seed, params (string Gate, bool? Passed)[] gates) => MadeModel.In(MadeModel.FoldersOf(service.Folder), seed, gates);

    static DataDocument Reading(int seed) => DataDocument.FromFiles([(ModelFile.Name, MadeModel.Document(seed))]);

    Task<Reply> PromoteAsync(string version, string body) =>
        service.SendAsync(HttpMethod.Post, $"/v1/models/{version}/promotion", LiveService.Content(body));

    Task<Reply> RollBackAsync() => service.SendAsync(HttpMethod.Post, "/v1/models/rollback", LiveService.Content(By));

    Task<Reply> SwitchAsync(bool on) =>
        service.SendAsync(HttpMethod.Put, "/v1/models/use", LiveService.Content($$"""{"on":{{(on ? "true" : "false")}}}"""));

    async Task<JsonElement> ListAsync() => (await service.GetAsync("/v1/models")).Json;

    async Task<JsonElement> LineAsync(string version) =>
        (await ListAsync()).GetProperty("models").EnumerateArray().Single(model => Text(model, "version") == version);

    static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
