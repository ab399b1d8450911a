using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

public sealed class VerifyCommandTests
{
    const string DropGuards = "DROP TRIGGER log_entries_are_never_changed; DROP TRIGGER log_entries_are_never_deleted;";

    [Test]
    public async Task A_log_is_intact_while_the_service_runs()
    {
        await using var service = await RunningService.StartAsync();
        await service.RankAsync(Requests.Usual);
        await service.RankAsync(Requests.LittleKnown);

        var run = await VerifyAsync(service);

        Assert.That(run.Code, Is.Zero);
        Assert.That(run.Out, Does.Match("^Entries  2\nHead     [0-9a-f]{64}\nResult   intact: .*\n$"));
        Assert.That(run.ErrorLines, Is.EqualTo((string[])["2 of 2 entries checked"]));
    }

    [Test]
    public async Task An_empty_log_is_intact()
    {
        await using var service = await RunningService.StartAsync();

        var run = await VerifyAsync(service);

        Assert.That((run.Code, run.OutLines[0]), Is.EqualTo((0, "Entries  0")));
    }

    [TestCase("UPDATE log_entries SET caller = 'someone' WHERE sequence = 2", "Entry 2: its content does not match its hash.")]
    [TestCase("DELETE FROM log_entries WHERE sequence = 2", "Entry 2: it is missing; the next one there is number 3.")]
    [TestCase("DELETE FROM log_entries WHERE sequence = 3", "Entry 3: it is missing; the log was sealed at number 3.")]
    public async Task The_first_broken_entry_is_named(string sql, string problem)
    {
        await using var service = await RunningService.StartAsync();
        for (var i = 0; i < 3; i++)
            await service.RankAsync(Requests.Usual);
        await service.StopAsync();
        service.Tamper(DropGuards + sql);

        var run = await VerifyAsync(service);

        Assert.That(run.Code, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("Result   broken\n").And.Contain($"Wrong    {problem}"));
    }

    [Test]
    public async Task A_record_that_cannot_be_opened_is_told()
    {
        await using var service = await RunningService.StartAsync();
        await service.StopAsync();
        var missing = await CommandRun.OfAsync(["verify", "--data-directory", Path.Combine(service.DataDirectory, "elsewhere")]);
        File.WriteAllText(Path.Combine(service.DataDirectory, "master.key"), "not a key");
        var keyless = await VerifyAsync(service);
        File.WriteAllText(Path.Combine(service.DataDirectory, "matching.db"), new string('x', 5000));
        var noDatabase = await VerifyAsync(service);

        Assert.That((missing.Code, keyless.Code, noDatabase.Code), Is.EqualTo((2, 2, 2)));
        Assert.That(missing.Error, Does.StartWith("The record cannot be opened. There is no database"));
        Assert.That(keyless.Error, Does.StartWith("The record cannot be opened. The master key"));
        Assert.That(noDatabase.Error, Does.StartWith("The record cannot be opened. ").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_terminal_gets_a_bar_on_standard_error_and_the_result_alone_on_standard_output()
    {
        await using var service = await RunningService.StartAsync();
        await service.RankAsync(Requests.Usual);

        var run = await CommandRun.OfAsync(["verify", "--data-directory", service.DataDirectory], colours: true);

        Assert.That((run.Code, run.OutLines.Length), Is.EqualTo((0, 4)));
        Assert.That(run.Error, Does.Contain("100%"));
    }

    static Task<CommandRun> VerifyAsync(RunningService service) =>
        CommandRun.OfAsync(["verify", "--data-directory", service.DataDirectory]);
}
