using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

/// <summary>Letters with no server; nothing is recorded.</summary>
public sealed class ExplainCommandTests
{
    static readonly string Case = RepositoryFiles.PathOf("data", "examples", "01-severe-self-harm.json");

    [TestCase("committee", "Udkast til indstilling", "Draft recommendation")]
    [TestCase("parent", "Brev til jer om jeres barn", "A letter to you about your child")]
    [TestCase("child", "Til dig: Vores forslag til, hvor du kan bo", "To you: Our idea about where you can live")]
    [TestCase("place", "Udkast: Overlevering til Skodsborg", "Draft: Handover to Skodsborg")]
    public async Task A_letter_is_written_to_each_reader_in_each_language(string audience, string danish, string english)
    {
        var (da, en) = (
            await CommandRun.OfAsync(["explain", Case, "--audience", audience]),
            await CommandRun.OfAsync(["explain", Case, "--audience", audience, "--lang", "en"])
        );
        Assert.That((da.Code, da.OutLines[0], en.Code, en.OutLines[0]), Is.EqualTo((0, danish, 0, english)));
    }

    [Test]
    public async Task A_page_a_place_and_diagnoses_can_be_asked_for()
    {
        var run = await CommandRun.OfAsync(["explain", Case, "--audience", "committee", "--placement", "nexus", "--diagnoses", "--html"]);
        Assert.That(run.Out, Does.StartWith("<!DOCTYPE html>").And.Contain("F60.3").And.Contain("Det foreslås at vælge Nexus."));
    }

    [TestCase("is required", "explain", "case.json")]
    [TestCase("must be committee or parent or child or duty or place", "explain", "case.json", "--audience", "court")]
    [TestCase("cannot be read", "explain", "not-there.json", "--audience", "child")]
    public async Task Wrong_usage_is_told(string complaint, params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(string.Join('\n', run.ErrorLines), Does.Contain(complaint));
    }

    [TestCase("--placement", "soenderbro")]
    [TestCase("--placement", "nowhere")]
    [TestCase("--diagnoses")]
    public async Task A_letter_that_may_not_be_is_not_written(params string[] option)
    {
        var run = await CommandRun.OfAsync(["explain", Case, "--audience", "child", .. option]);
        Assert.That((run.Code, run.Out, run.ErrorLines.Length), Is.EqualTo((2, "", 1)));
    }

    [Test]
    public async Task A_request_with_faults_is_told_as_the_other_verbs_tell_it()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{}");
        var run = await CommandRun.OfAsync(["explain", file, "--audience", "child"]);
        File.Delete(file);
        Assert.That((run.Code, run.ErrorLines.Any(line => line.Contains("caseReference"))), Is.EqualTo((3, true)));
    }
}
