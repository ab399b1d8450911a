using Matching.Api.Commands;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

public sealed class CommandLineTests
{
    [TestCase("urls=http://127.0.0.1:0")]
    [TestCase("--urls")]
    [TestCase("--DataDirectory=/srv/matching")]
    [TestCase("/urls")]
    public void A_setting_starts_the_service(string first) => Assert.That(CommandLine.IsMeantBy([first, "x"]), Is.False);

    [Test]
    public void No_argument_starts_the_service() => Assert.That(CommandLine.IsMeantBy([]), Is.False);

    [TestCase("rank")]
    [TestCase("replay")]
    [TestCase("verify")]
    [TestCase("evaluate-cases")]
    [TestCase("train")]
    [TestCase("evaluate")]
    [TestCase("models")]
    [TestCase("simulate")]
    [TestCase("backup")]
    [TestCase("restore")]
    [TestCase("rotate-key")]
    [TestCase("--help")]
    [TestCase("-h")]
    [TestCase("--version")]
    [TestCase("rnak")]
    [TestCase("RANK")]
    [TestCase("-urls=x")]
    [TestCase("")]
    public void Anything_else_is_for_the_command_line(string first) => Assert.That(CommandLine.IsMeantBy([first]), Is.True);

    [TestCase("rnak")]
    [TestCase("RANK")]
    [TestCase("-urls=x")]
    [TestCase("")]
    public async Task An_unknown_word_is_refused_with_the_verbs(string word)
    {
        var run = await CommandRun.OfAsync([word, "case.json"]);

        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.ErrorLines[0], Is.EqualTo($"'{word}' is neither a verb nor a setting; nothing was started."));
        Assert.That(run.ErrorLines[1], Does.StartWith("Verbs: rank, explain, replay, verify"));
    }

    [Test]
    public async Task The_help_names_every_verb_every_setting_and_every_exit_code()
    {
        var run = await CommandRun.OfAsync(["--help"]);

        Assert.That(run.Code, Is.Zero);
        Assert.That(
            (
                (string[])
                    [
                        "rank ",
                        "explain ",
                        "replay ",
                        "verify ",
                        "evaluate-cases",
                        "train ",
                        "evaluate ",
                        "models ",
                        "export ",
                        "backup ",
                        "restore ",
                        "Storage:LeastFreeMegabytes",
                        "urls ",
                        "DataDirectory ",
                        "ConnectionStrings:Postgres",
                        "Checkpoints:Folder",
                        "Checkpoints:KeyFile",
                        "Checkpoints:EverySeconds",
                        "ApiKeys:<name>:Key",
                        "ApiKeys:<name>:Roles",
                        "  4 ",
                        "  5 ",
                    ]
            ).Where(word => !run.Out.Contains(word, StringComparison.Ordinal)),
            Is.Empty
        );
        Assert.That(run.OutLines.Max(line => line.Length), Is.LessThanOrEqualTo(80));
    }

    [Test]
    public async Task Every_verb_has_help_with_an_example_and_its_exit_codes(
        [Values(
            "rank",
            "explain",
            "replay",
            "verify",
            "evaluate-cases",
            "train",
            "evaluate",
            "models",
            "simulate",
            "export",
            "import",
            "backup",
            "restore",
            "rotate-key",
            "soak"
        )]
            string verb
    )
    {
        var run = await CommandRun.OfAsync([verb, "--help"]);

        Assert.That(run.Code, Is.Zero);
        Assert.That(run.Out, Does.Contain("Example").And.Contain("Exit codes:").And.Contain($"\n  {verb} "));
        Assert.That(run.OutLines.Max(line => line.Length), Is.LessThanOrEqualTo(80));
    }

    [Test]
    public async Task The_version_names_the_engine()
    {
        var run = await CommandRun.OfAsync(["--version"]);

        Assert.That((run.Code, run.OutLines.Length), Is.EqualTo((0, 2)));
        Assert.That(run.Out, Does.Contain($"engine {Matching.Engine.Matcher.EngineVersion}"));
    }
}
