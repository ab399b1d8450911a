using Matching.Api.Commands.Models;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Api.Training;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Learning.MicrosoftML;
using Matching.Engine.Localization;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Models;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;
using Spectre.Console;

namespace Matching.Tests.Api.Commands;

public sealed class ModelsCommandTests
{
    static readonly string Stays = RepositoryFiles.PathOf("data", "training", "example.csv");
    static readonly string Protected = RepositoryFiles.PathOf("data", "training", "example-protected.csv");

    string folder = "";

    ModelFolders Folders => ModelFolders.Of(folder);

    [SetUp]
    public void Make() => folder = TemporaryStore.NewFolder();

    [TearDown]
    public void Remove()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task The_shipped_prior_is_what_training_on_nothing_gives_to_the_byte()
    {
        var shipped = Directory.EnumerateDirectories(RepositoryFiles.PathOf("models")).Single();
        var run = await CommandRun.OfAsync(["train", "--models", folder]);

        Assert.That(run.Code, Is.Zero, run.Error);
        var made = Directory.EnumerateDirectories(folder).Single();
        Assert.That(
            Path.GetFileName(made),
            Is.EqualTo(Path.GetFileName(shipped)),
            "Run train --models models, remove the folder before, and commit."
        );
        Assert.That(FilesOf(made), Is.EqualTo(FilesOf(shipped)));
    }

    [Test]
    public async Task A_file_without_rows_trains_the_prior()
    {
        var empty = Path.Combine(folder, "empty.csv");
        Directory.CreateDirectory(folder);
        File.WriteAllText(empty, File.ReadLines(Stays).First() + "\n");
        var run = await TrainAsync("--data", empty);

        Assert.That(run.Code, Is.Zero, run.Error);
        Assert.That(Folders.All().Single(model => !model.IsShipped).Model().Origin.Trainer, Is.EqualTo(AdditiveTrainer.PriorName));
    }

    [Test]
    public async Task The_same_data_and_seed_give_the_same_folder_and_bytes_and_another_seed_another_model()
    {
        string[] data = ["--data", Stays, "--protected", Protected];
        var first = await TrainAsync([.. data, "--lang", "en"]);
        Assert.That(first.Code, Is.Zero, first.Error);
        var made = Directory.EnumerateDirectories(Folders.Own).Single();
        var before = FilesOf(made);
        await TrainAsync(data);
        Assert.That(Directory.EnumerateDirectories(Folders.Own), Is.EqualTo(new[] { made }));
        Assert.That(FilesOf(made), Is.EqualTo(before));
        Assert.That(before.Keys, Is.SupersetOf(new[] { "model.json", "evaluation.json", "card.md", "report.html", "datasheet.md" }));
        Assert.That(first.Out, Does.Contain(Path.GetFileName(made)).And.Contain("Not every gate is passed").And.Not.Contain("gate."));

        await TrainAsync([.. data, "--seed", "2"]);
        Assert.That(Directory.EnumerateDirectories(Folders.Own).Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Faults_of_the_data_are_listed_and_nothing_is_written()
    {
        var bad = Path.Combine(folder, "bad.csv");
        Directory.CreateDirectory(folder);
        File.WriteAllText(bad, "stay,child\n1,2\n");
        var run = await TrainAsync("--data", bad);

        Assert.That((run.Code, run.Out, Directory.Exists(Folders.Own)), Is.EqualTo((3, "", false)));
        Assert.That(run.ErrorLines, Has.Length.GreaterThan(1).And.Some.Contain("række 1, placement: mangler"));
        var english = await TrainAsync("--data", bad, "--lang", "en");
        Assert.That(english.ErrorLines, Has.Some.Contain("row 1, placement: is missing"));
    }

    [TestCase("train --data no-such-file.csv", 2)]
    [TestCase("train --trainer mlnet-gam", 2)]
    [TestCase("train --trainer mlnet-logistic", 2)]
    [TestCase("train --trainer magic", 2)]
    [TestCase("train --seed -1", 2)]
    [TestCase("train --seed x", 2)]
    [TestCase("train --protected x.csv", 2)]
    [TestCase("train --champion 000000", 2)]
    [TestCase("train --data-folder no-such-folder", 5)]
    [TestCase("evaluate --data x.csv", 2)]
    [TestCase("evaluate --model ../.. --data x.csv", 2)]
    [TestCase("models", 2)]
    [TestCase("models list --models no-such-folder", 0)]
    [TestCase("models report ../..", 2)]
    [TestCase("models monitor --data x.csv", 2)]
    [TestCase("models monitor --data no-such-file.csv --model 000000", 2)]
    [TestCase("models promote 000000", 2)]
    [TestCase("models promote 000000 --by Anna", 2)]
    [TestCase("models promote ../.. --by Anna", 2)]
    [TestCase("models promote 000000 --by Anna --override colour", 2)]
    [TestCase("models promote 000000 --by 0101801234", 2)]
    [TestCase("models rollback", 2)]
    [TestCase("models rollback --by Anna", 2)]
    [TestCase("models switch-off", 2)]
    [TestCase("models switch-offf", 2)]
    public async Task What_cannot_be_done_ends_with_its_code_and_begins_no_record(string line, int code)
    {
        var words = line.Split(' ').ToList();
        if (words is not ["models"])
            words.AddRange(["--data-directory", folder]);
        var run = await CommandRun.OfAsync([.. words]);

        Assert.That(run.Code, Is.EqualTo(code), run.Error);
        Assert.That(run.Error, code == 0 ? Is.Empty : Is.Not.Empty);
        Assert.That(run.Error, Does.Not.Contain("0101801234"));
        Assert.That(Directory.Exists(folder), Is.False);
    }

    [Test]
    public async Task Microsoft_ML_trains_a_model_and_the_same_stays_give_the_same_bytes()
    {
        var stays = Path.Combine(folder, "stays.csv");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(stays, StayLines.EnoughForEveryTrainer);
        string[] train = ["--data", stays, "--trainer", LogisticTrainer.Name, "--lang", "en"];
        var first = await TrainAsync(train);

        Assert.That(first.Code, Is.Zero, first.Error);
        var made = Directory.EnumerateDirectories(Folders.Own).Single();
        var before = FilesOf(made);
        Assert.That(Folders.All().Single(model => !model.IsShipped).Model().Origin.Trainer, Is.EqualTo(LogisticTrainer.Name));
        Assert.That(await TrainAsync(train), Has.Property("Code").Zero);
        Assert.That(Directory.EnumerateDirectories(Folders.Own), Is.EqualTo(new[] { made }));
        Assert.That(FilesOf(made), Is.EqualTo(before));
    }

    [Test]
    public async Task Microsoft_ML_refuses_too_few_children_in_plain_words_and_makes_no_model()
    {
        var run = await TrainAsync("--data", Stays, "--trainer", LogisticTrainer.Name);

        Assert.That((run.Code, run.Out, Directory.Exists(Folders.Own)), Is.EqualTo((3, "", false)));
        Assert.That(run.Error, Does.Contain($"for få børn til {LogisticTrainer.Name}").And.Contain("Mindst 5 børn"));
    }

    [Test]
    public async Task A_model_is_promoted_rolled_back_and_switched_off_and_the_service_finds_it_so()
    {
        await BeginRecordAsync();
        var version = MadeModel.In(Folders, 1);
        Assert.That(await RunAsync("models", "promote", version[..8], "--by", "Anna Holm"), Has.Property("Code").Zero);
        await using (var service = await LiveService.StartOnAsync(folder, "--ConnectionStrings:Postgres="))
        {
            Assert.That((await service.GetAsync("/v1/models")).Json.GetProperty("inForce").GetString(), Is.EqualTo(version));
            Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
            await service.StopAsync();
            Assert.That(await RunAsync("models", "switch-off"), Has.Property("Code").Zero);
            Assert.That(
                (await RunAsync("models", "list", "--lang", "en")).Out,
                Does.Contain("promoted, but use").And.Contain("is switched off")
            );
            Assert.That(await RunAsync("models", "switch-on", "--by", "Bo Lind"), Has.Property("Code").Zero);
            Assert.That((await RunAsync("models", "list", "--lang", "en")).Out, Does.Contain("in use"));
            Assert.That((await RunAsync("models", "rollback", "--by", "Anna Holm")).Out, Does.Contain("rules alone"));
            Assert.That((await RunAsync("models", "rollback", "--by", "Anna Holm")).Code, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_promotion_is_refused_with_its_reasons_and_overridden_by_two_people()
    {
        await BeginRecordAsync();
        var version = MadeModel.In(Folders, 1, (Gates.Calibration, false), (Gates.Stability, null));
        var refused = await RunAsync("models", "promote", version, "--by", "Anna Holm");
        Assert.That((refused.Code, refused.ErrorLines.Length), Is.EqualTo((1, 2)), refused.Error);

        var promoted = await RunAsync(
            "models",
            "promote",
            version,
            "--by",
            "Anna Holm",
            "--override",
            "calibration",
            "--override",
            "stability",
            "--second",
            "Bo Lind",
            "--reason",
            "Judged again on other data"
        );
        Assert.That(promoted.Code, Is.Zero, promoted.Error);
        Assert.That(promoted.Out, Does.Contain("In spite  stability, calibration"));
    }

    [Test]
    public async Task A_model_that_was_judged_by_loosened_limits_is_not_promoted_where_the_shipped_ones_hold()
    {
        await BeginRecordAsync();
        var lax = Path.Combine(folder, "lax");
        ErasureTests.CopyData(lax, months: 6);
        var limits = File.ReadAllText(Path.Combine(lax, "learning.json"));
        File.WriteAllText(
            Path.Combine(lax, "learning.json"),
            limits.Replace("\"value\": 0.95,", "\"value\": 0.0,", StringComparison.Ordinal)
        );
        const string Told = "judged by other limits";

        Assert.That(await TrainAsync(), Has.Property("Code").Zero);
        var version = Path.GetFileName(Directory.EnumerateDirectories(Folders.Own).Single());
        Assert.That(
            (await RunAsync("models", "promote", version, "--by", "Anna Holm")).Error,
            Does.Contain("could not be assessed").And.Not.Contain(Told)
        );
        Assert.That(await TrainAsync("--data-folder", lax), Has.Property("Code").Zero);
        var refused = await RunAsync("models", "promote", version, "--by", "Anna Holm");
        Assert.That((refused.Code, refused.Error.Contains(Told, StringComparison.Ordinal)), Is.EqualTo((1, true)), refused.Error);
    }

    [Test]
    public async Task A_model_that_many_honest_stays_made_is_promoted_by_one_person_and_judged_beside_its_rivals()
    {
        await BeginRecordAsync();
        var trained = ModelTraining.Run(
            new TrainingRequest(SimulatedStays.Set(SimulatedStays.Enough), TrainerKind.Additive, 1, null, null),
            new LearningData(SimulatedStays.Prior, SimulatedStays.Settings)
        );
        Folders.Write(trained.Model.Version, trained.Files);
        var run = await RunAsync("models", "promote", trained.Model.Version, "--by", "Anna Holm");

        Assert.That(run.Code, Is.Zero, run.Error);
        var page = new StringWriter();
        new FindingsPage(
            trained.Evaluation,
            TestReferenceData.Texts.In(Language.En),
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(page) })
        ).PrintMeasures();
        Assert.That(page.ToString(), Does.Contain("Log loss").And.Contain("Base rate").And.Contain("Logistic").And.Not.Contain("rival."));
    }

    [Test]
    public async Task While_a_service_runs_it_must_be_asked()
    {
        await using var service = await LiveService.StartOnAsync(folder, "--ConnectionStrings:Postgres=");
        var run = await RunAsync("models", "switch-off");

        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain("/v1/models"));
        Assert.That((await RunAsync("models", "list")).Code, Is.Zero);
    }

    [Test]
    public async Task A_promoted_model_moves_with_the_record()
    {
        await BeginRecordAsync();
        var version = MadeModel.In(Folders, 1);
        await RunAsync("models", "promote", version, "--by", "Anna Holm");
        var (export, target) = (Path.Combine(folder, "record.ndjson"), Path.Combine(folder, "moved"));
        Assert.That((await CommandRun.OfAsync(["export", "--to", export, "--with-keys", "--data-directory", folder])).Code, Is.Zero);
        Directory.CreateDirectory(target);
        File.Copy(Path.Combine(folder, "master.key"), Path.Combine(target, "master.key"));
        Assert.That((await CommandRun.OfAsync(["import", "--from", export, "--data-directory", target])).Code, Is.Zero);

        var list = await CommandRun.OfAsync(["models", "list", "--lang", "en", "--data-directory", target]);
        Assert.That(list.Out, Does.Contain(version[..12]).And.Contain("in use"));
    }

    [Test]
    public async Task A_finished_model_is_judged_as_it_is_and_nothing_is_written()
    {
        var version = MadeModel.In(Folders, 1);
        var before = FilesOf(Path.Combine(Folders.Own, version));
        var run = await RunAsync("evaluate", "--model", version, "--data", Stays, "--lang", "en");
        var byFolder = await RunAsync("evaluate", "--model", Path.Combine(Folders.Own, version), "--data", Stays, "--json");

        Assert.That((run.Code, byFolder.Code), Is.EqualTo((0, 0)), run.Error + byFolder.Error);
        Assert.That(run.Out, Does.Contain(version).And.Contain("too few"));
        Assert.That(byFolder.Out, Does.Contain($"\"model\": \"{version}\""));
        Assert.That(FilesOf(Path.Combine(Folders.Own, version)), Is.EqualTo(before));
    }

    [Test]
    public async Task A_report_shows_the_card_or_the_evaluation()
    {
        var version = MadeModel.In(Folders, 1);
        Assert.That((await RunAsync("models", "report", version)).Out, Does.StartWith($"# Outcome model {version}"));
        Assert.That((await RunAsync("models", "report", version[..6], "--json")).Out, Does.Contain("\"gates\""));
    }

    [Test]
    public async Task Every_verb_about_models_has_help_with_an_example_and_its_exit_codes(
        [Values("list", "report", "monitor", "promote", "rollback", "switch-off", "switch-on")] string verb
    )
    {
        var run = await CommandRun.OfAsync(["models", verb, "--help"]);

        Assert.That(run.Code, Is.Zero);
        Assert.That(run.Out, Does.Contain("Example").And.Contain("Exit codes:").And.Contain($"\n  models {verb}"));
        Assert.That(run.OutLines.Max(line => line.Length), Is.LessThanOrEqualTo(80));
    }

    Task<CommandRun> TrainAsync(params string[] more) => RunAsync(["train", .. more]);

    Task<CommandRun> RunAsync(params string[] words) => CommandRun.OfAsync([.. words, "--data-directory", folder]);

    /// <summary>A record that a service has begun and let go of.</summary>
    async Task BeginRecordAsync()
    {
        await using var store = MatchingStore.Open(folder, TimeProvider.System);
    }

    static Dictionary<string, string> FilesOf(string path) =>
        Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
}
