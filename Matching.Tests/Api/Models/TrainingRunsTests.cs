using System.Net;
using System.Text;
using System.Text.Json;
using Matching.Api.Models;
using Matching.Api.Training;
using Matching.Engine.Learning;
using Matching.Engine.Learning.MicrosoftML;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Models;

/// <summary>Training over HTTP: begun, asked about, and refused in plain words.</summary>
public sealed class TrainingRunsTests
{
    const string Runs = "/v1/models/training-runs";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    LiveService service = null!;

    static byte[] Example => File.ReadAllBytes(RepositoryFiles.PathOf("data", "training", "example.csv"));

    static byte[] ExampleProtected => File.ReadAllBytes(RepositoryFiles.PathOf("data", "training", "example-protected.csv"));

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task A_file_of_stays_becomes_a_model_that_is_listed_and_not_in_force()
    {
        var begun = await BeginAsync(LiveService.Content(Example, "text/csv"), "?seed=7");
        Assert.That(
            (begun.Status, begun.Headers.Location!.OriginalString),
            Is.EqualTo((HttpStatusCode.Accepted, $"{Runs}/{begun.Json.GetProperty("id").GetString()}"))
        );

        var done = await EndOfAsync(begun);
        Assert.That(
            (done.GetProperty("state").GetString(), done.GetProperty("percent").GetInt32()),
            Is.EqualTo(("done", 100)),
            done.GetRawText()
        );
        var version = done.GetProperty("version").GetString()!;
        var folder = Path.Combine(service.Folder, "models", version);
        Assert.That(
            Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)),
            Is.SupersetOf(new[] { "model.json", "evaluation.json", "card.md", "report.html", "datasheet.md" })
        );
        var models = (await service.GetAsync("/v1/models")).Json;
        var line = models.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("version").GetString() == version);
        Assert.That(
            (line.GetProperty("trainer").GetString(), line.GetProperty("seed").GetInt32(), line.GetProperty("inForce").GetBoolean()),
            Is.EqualTo(("additive", 7, false))
        );
        var model = await service.GetAsync($"/v1/models/{version}");
        Assert.That(model.Json.GetProperty("card").GetString(), Does.StartWith($"# Outcome model {version}"));
        Assert.That(model.Json.GetProperty("evaluation").GetProperty("model").GetString(), Is.EqualTo(version));
    }

    [Test]
    public async Task The_same_file_and_seed_give_the_same_version_and_bytes()
    {
        var first = (await EndOfAsync(await BeginAsync(LiveService.Content(Example, "text/csv")))).GetProperty("version").GetString()!;
        var folder = Path.Combine(service.Folder, "models", first);
        var before = Directory.EnumerateFiles(folder).ToDictionary(file => file, File.ReadAllBytes);
        var second = (await EndOfAsync(await BeginAsync(LiveService.Content(Example, "text/csv")))).GetProperty("version").GetString();

        Assert.That(second, Is.EqualTo(first));
        Assert.That(Directory.EnumerateFiles(folder).ToDictionary(file => file, File.ReadAllBytes), Is.EqualTo(before));
    }

    [Test]
    public async Task Protected_attributes_come_as_a_part_of_their_own()
    {
        var done = await EndOfAsync(await BeginAsync(Parts(("stays", Example), ("protected", ExampleProtected))));
        Assert.That(done.GetProperty("state").GetString(), Is.EqualTo("done"), done.GetRawText());
    }

    [Test]
    public async Task An_empty_object_trains_on_the_stays_of_the_record()
    {
        var done = await EndOfAsync(await BeginAsync(LiveService.Content("{}")));
        Assert.That(done.GetProperty("state").GetString(), Is.EqualTo("done"), done.GetRawText());
        var models = service.App.Services.GetRequiredService<ModelFolders>();
        Assert.That(
            models.Find(done.GetProperty("version").GetString()!)!.Model().Origin.Trainer,
            Is.EqualTo(AdditiveTrainer.PriorName),
            "nothing is recorded here"
        );
    }

    [TestCase("stay,child\n1,2\n")]
    [TestCase("")]
    [TestCase("\0")]
    public async Task Data_with_faults_are_refused_with_every_fault_and_make_no_model(string csv)
    {
        var before = service.App.Services.GetRequiredService<ModelFolders>().All().Count;
        var done = await EndOfAsync(await BeginAsync(LiveService.Content(Encoding.UTF8.GetBytes(csv), "text/csv")));

        Assert.That(
            (done.GetProperty("state").GetString(), done.GetProperty("version").ValueKind),
            Is.EqualTo(("refused", JsonValueKind.Null))
        );
        Assert.That(done.GetProperty("faults").GetArrayLength(), Is.Positive);
        Assert.That(service.App.Services.GetRequiredService<ModelFolders>().All(), Has.Count.EqualTo(before));
    }

    [Test]
    public async Task One_runs_at_a_time()
    {
        using var gate = new ManualResetEventSlim();
        var runs = service.App.Services.GetRequiredService<TrainingRuns>();
        var held = runs.Begin(
            TrainerKind.Additive,
            1,
            async _ =>
            {
                await Task.Run(() => gate.Wait(Patience));
                return new TrainingData(TrainingSet.None, null, []);
            }
        )!;
        try
        {
            var refused = await service.SendAsync(HttpMethod.Post, Runs, LiveService.Content("{}"));
            Assert.That((refused.Status, refused.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
            var state = (await service.GetAsync($"{Runs}/{held.Id}")).Json;
            Assert.That((state.GetProperty("state").GetString(), state.GetProperty("percent").GetInt32()), Is.EqualTo(("running", 0)));
        }
        finally
        {
            gate.Set();
        }
        Assert.That((await EndOfAsync(held.Id)).GetProperty("state").GetString(), Is.EqualTo("done"));
    }

    [Test]
    public async Task What_goes_wrong_on_our_side_is_told_as_that_and_the_next_run_begins()
    {
        var runs = service.App.Services.GetRequiredService<TrainingRuns>();
        var failed = await EndOfAsync(
            runs.Begin(TrainerKind.Additive, 1, _ => throw new InvalidOperationException("a secret of the inside"))!.Id
        );

        Assert.That(failed.GetProperty("state").GetString(), Is.EqualTo("failed"));
        Assert.That(failed.GetRawText(), Does.Not.Contain("secret"));
        Assert.That((await EndOfAsync(await BeginAsync(LiveService.Content("{}")))).GetProperty("state").GetString(), Is.EqualTo("done"));
    }

    [TestCase("?trainer=magic", "trainer")]
    [TestCase("?trainer=mlnet-gam", "trainer")]
    [TestCase("?seed=-1", "seed")]
    [TestCase("?seed=1&seed=2", "seed")]
    [TestCase("?speed=1", "speed")]
    public async Task A_faulty_query_is_refused(string query, string field)
    {
        var reply = await service.SendAsync(HttpMethod.Post, Runs + query, LiveService.Content(Example, "text/csv"));
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
        Assert.That(reply.FaultyFields, Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task Microsoft_ML_trains_a_model_that_is_listed()
    {
        var stays = Encoding.UTF8.GetBytes(StayLines.EnoughForEveryTrainer);
        var done = await EndOfAsync(await BeginAsync(LiveService.Content(stays, "text/csv"), $"?trainer={LogisticTrainer.Name}"));
        Assert.That(done.GetProperty("state").GetString(), Is.EqualTo("done"), done.GetRawText());

        var version = done.GetProperty("version").GetString();
        var models = (await service.GetAsync("/v1/models")).Json.GetProperty("models").EnumerateArray();
        var line = models.Single(model => model.GetProperty("version").GetString() == version);
        Assert.That(line.GetProperty("trainer").GetString(), Is.EqualTo(LogisticTrainer.Name));
    }

    [Test]
    public async Task Microsoft_ML_refuses_too_few_children_in_plain_words_and_makes_no_model()
    {
        var before = service.App.Services.GetRequiredService<ModelFolders>().All().Count;
        foreach (var content in new[] { LiveService.Content(Example, "text/csv"), LiveService.Content("{}") })
        {
            var done = await EndOfAsync(await BeginAsync(content, $"?trainer={LogisticTrainer.Name}"));
            Assert.That(done.GetProperty("state").GetString(), Is.EqualTo("refused"), done.GetRawText());
            Assert.That(
                done.GetProperty("faults").EnumerateArray().Single().GetRawText(),
                Does.Contain($"for få børn til {LogisticTrainer.Name}")
            );
        }
        Assert.That(service.App.Services.GetRequiredService<ModelFolders>().All(), Has.Count.EqualTo(before));
    }

    [TestCase("da", "skal udfyldes", "[0].code skal være en ICD-10-kode som F84, F90.0 eller DF900")]
    [TestCase("en", "is required", "[0].code must be an ICD-10 code such as F84, F90.0 or DF900")]
    public async Task The_faults_of_a_file_are_told_in_the_language_of_whoever_asks(string language, params string[] messages)
    {
        var file = Encoding.UTF8.GetBytes(
            """
            stay,child,placement,start,end,ending,endedBy,movedTo,watchedUntil,track,reportedBy,factsAsOf,child.ageYears,child.diagnoses
            s1,a,nexus,2024-02-01,2024-05-01,,,,,social,,2024-01-20,15,"[{""code"":""?""}]"
            """
        );
        var begun = await BeginAsync(LiveService.Content(file, "text/csv"));
        await EndOfAsync(begun);
        var reply = await service.GetAsync($"{Runs}/{begun.Json.GetProperty("id").GetString()}", language: language);
        Assert.That(
            reply.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("message").GetString()),
            Is.EquivalentTo(messages),
            reply.Text
        );
        Assert.That(
            (reply.ContentHeaders.ContentLanguage.Single(), reply.Headers.Vary.Single()),
            Is.EqualTo((language, "Accept-Language"))
        );
    }

    [TestCase("text/plain", "x", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("application/json", """{"stays":[]}""", HttpStatusCode.BadRequest)]
    [TestCase("application/json", "[]", HttpStatusCode.BadRequest)]
    [TestCase("application/json", "", HttpStatusCode.BadRequest)]
    [TestCase("multipart/form-data", "x", HttpStatusCode.BadRequest)]
    [TestCase("multipart/form-data; boundary=b", "x", HttpStatusCode.BadRequest)]
    [TestCase("multipart/form-data; boundary=b", "--b--\r\n", HttpStatusCode.BadRequest)]
    public async Task A_body_of_another_form_is_refused(string type, string body, HttpStatusCode expected)
    {
        var reply = await service.SendAsync(HttpMethod.Post, Runs, LiveService.Content(Encoding.UTF8.GetBytes(body), type));
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((expected, (string?)null)), reply.ToString());
    }

    [Test]
    public async Task An_unknown_part_is_refused()
    {
        var reply = await service.SendAsync(HttpMethod.Post, Runs, Parts(("stay", Example)));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.FaultyFields, Is.EqualTo(new[] { "stay" }));
    }

    [Test]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_read()
    {
        var reply = await service.SendAsync(HttpMethod.Post, Runs, LiveService.Content(new byte[TrainingInput.MostBytes + 1], "text/csv"));
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, (string?)null)));
    }

    [TestCase("x")]
    [TestCase("00000000-0000-0000-0000-000000000000")]
    [TestCase("..%2f..")]
    public async Task A_run_that_is_none_is_not_found(string id)
    {
        var reply = await service.GetAsync($"{Runs}/{id}");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)));
    }

    static MultipartFormDataContent Parts(params (string Name, byte[] Bytes)[] parts)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, bytes) in parts)
            content.Add(new ByteArrayContent(bytes), name, $"{name}.csv");
        return content;
    }

    async Task<Reply> BeginAsync(HttpContent content, string query = "")
    {
        var reply = await service.SendAsync(HttpMethod.Post, Runs + query, content);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Accepted), reply.ToString());
        return reply;
    }

    Task<JsonElement> EndOfAsync(Reply begun) => EndOfAsync(begun.Json.GetProperty("id").GetString()!);

    async Task<JsonElement> EndOfAsync(string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var run = (await service.GetAsync($"{Runs}/{id}")).Json;
            if (run.GetProperty("state").GetString() != "running")
                return run;
            await Task.Delay(50, patience.Token);
        }
    }
}
