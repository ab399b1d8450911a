using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

/// <summary>Export, and verification of exports and checkpoints, as people run them.</summary>
public sealed class ExportCommandTests
{
    const string DropGuards = "DROP TRIGGER log_entries_are_never_changed; DROP TRIGGER log_entries_are_never_deleted;";

    RunningService service = null!;
    DirectoryInfo elsewhere = null!;

    string Checkpoints => Path.Combine(elsewhere.FullName, "checkpoints");

    string PublicKey => Path.Combine(elsewhere.FullName, "key.pem");

    string ExportFile => Path.Combine(elsewhere.FullName, "record.ndjson");

    [SetUp]
    public async Task Record()
    {
        elsewhere = Directory.CreateTempSubdirectory("matching-elsewhere-");
        Directory.CreateDirectory(Checkpoints);
        service = await RunningService.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await service.RankAsync(Requests.Usual);
            File.WriteAllText(Path.Combine(Checkpoints, $"checkpoint-{i + 1:D12}.txt"), await service.GetAsync("/v1/audit/checkpoint"));
        }
        File.WriteAllText(PublicKey, await service.GetAsync("/v1/audit/public-key"));
    }

    [TearDown]
    public async Task Remove()
    {
        await service.DisposeAsync();
        elsewhere.Delete(recursive: true);
    }

    [Test]
    public async Task A_running_services_record_is_exported_and_verified_without_it()
    {
        var exported = await ExportAsync();
        await service.StopAsync();
        var verified = await VerifyExportAsync();

        Assert.That((exported.Code, exported.Error), Is.EqualTo((0, "")));
        Assert.That(exported.Out, Does.Match("^Entries    3\nDocuments  \\d+\nHead       [0-9a-f]{64}\nRoot       .{44}\n$"));
        Assert.That(verified.Code, Is.Zero);
        Assert.That(
            verified.Out,
            Does.Match("^Entries  3\nHead     [0-9a-f]{64}\nSigned   3 of 3 checkpoints fit\nResult   intact: the chain is whole\n$")
        );
        Assert.That(PrivateFile.IsOpenToOthers(ExportFile), Is.False);
    }

    [Test]
    public async Task An_export_is_verified_without_checkpoints_and_says_what_that_leaves_open()
    {
        await ExportAsync();
        var run = await CommandRun.OfAsync(["verify", "--export", ExportFile]);

        Assert.That(run.Code, Is.Zero);
        Assert.That(run.Out, Does.Contain("Signed   no checkpoint was given"));
    }

    [Test]
    public async Task A_changed_export_is_broken_and_the_entry_named()
    {
        await ExportAsync("--with-keys");
        File.WriteAllText(
            ExportFile,
            File.ReadAllText(ExportFile)
                .Replace("\"sequence\":2,\"entryId\":\"0", "\"sequence\":2,\"entryId\":\"9", StringComparison.Ordinal)
        );
        var run = await VerifyExportAsync();

        Assert.That(run.Code, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("Result   broken\nWrong    Entry 2: its content does not match its hash.\n"));
    }

    [Test]
    public async Task A_file_that_is_there_is_never_written_over()
    {
        File.WriteAllText(ExportFile, "mine");
        var run = await ExportAsync();

        Assert.That((run.Code, File.ReadAllText(ExportFile)), Is.EqualTo((2, "mine")));
        Assert.That(elsewhere.GetFiles().Select(file => file.Name), Is.EquivalentTo(new[] { "key.pem", "record.ndjson" }));
    }

    [Test]
    public async Task What_cannot_be_read_or_written_is_told()
    {
        var noRecord = await CommandRun.OfAsync(["export", "--to", ExportFile, "--data-directory", elsewhere.FullName]);
        var noFolder = await CommandRun.OfAsync([
            "export",
            "--to",
            Path.Combine(elsewhere.FullName, "no", "file"),
            "--data-directory",
            service.DataDirectory,
        ]);
        var noExport = await VerifyExportAsync();
        File.WriteAllText(ExportFile, "hello\n");
        var another = await VerifyExportAsync();
        var noCheckpoint = await CommandRun.OfAsync([
            "verify",
            "--export",
            ExportFile,
            "--checkpoint",
            Path.Combine(elsewhere.FullName, "none"),
            "--public-key",
            PublicKey,
        ]);
        var noKey = await CommandRun.OfAsync(["verify", "--export", ExportFile, "--checkpoint", Checkpoints, "--public-key", ExportFile]);

        Assert.That(
            new[] { noRecord, noFolder, noExport, another, noCheckpoint, noKey }.Select(run => (run.Code, run.Out)),
            Is.All.EqualTo((2, ""))
        );
        Assert.That(another.Error, Does.StartWith("This is not an export of the record."));
        Assert.That(noKey.Error, Does.Contain("public key"));
    }

    [TestCase("verify --export x --data-directory y")]
    [TestCase("verify --export x --checkpoint y")]
    [TestCase("verify --public-key y")]
    [TestCase("export")]
    public async Task Options_that_do_not_go_together_are_refused(string arguments)
    {
        Assert.That((await CommandRun.OfAsync(arguments.Split(' '))).Code, Is.EqualTo(2));
    }

    [Test]
    public async Task A_record_is_held_against_checkpoints_while_the_service_runs()
    {
        var run = await VerifyAsync();

        Assert.That(run.Code, Is.Zero);
        Assert.That(run.Out, Does.Contain("Result   intact").And.EndsWith("Signed   3 of 3 checkpoints fit\n"));
    }

    [Test]
    public async Task A_record_cut_short_is_found_by_a_checkpoint()
    {
        await service.StopAsync();
        service.Tamper(DropGuards + "DELETE FROM log_entries WHERE sequence = 3");
        var run = await VerifyAsync();

        Assert.That(run.Code, Is.EqualTo(1));
        Assert.That(
            run.Out,
            Does.Contain(
                "Signed   2 of 3 checkpoints fit\nWrong    Checkpoint checkpoint-000000000003.txt covers 3 entries, and the log is "
                    + "in order up to entry 2 only"
            )
        );
    }

    [Test]
    public async Task A_record_with_another_hash_is_placed_between_two_checkpoints()
    {
        await service.StopAsync();
        service.Tamper(DropGuards + $"UPDATE log_entries SET hash = '{new string('a', 64)}' WHERE sequence = 2");
        var run = await VerifyAsync("--public-key", PublicKey);

        Assert.That(run.Code, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("the first change lies in entries 2 to 2; up to entry 1 the log is as it was signed"));
    }

    Task<CommandRun> ExportAsync(params string[] more) =>
        CommandRun.OfAsync(["export", "--to", ExportFile, "--data-directory", service.DataDirectory, .. more]);

    Task<CommandRun> VerifyExportAsync() =>
        CommandRun.OfAsync(["verify", "--export", ExportFile, "--checkpoint", Checkpoints, "--public-key", PublicKey]);

    Task<CommandRun> VerifyAsync(params string[] more) =>
        CommandRun.OfAsync(["verify", "--data-directory", service.DataDirectory, "--checkpoint", Checkpoints, .. more]);
}
