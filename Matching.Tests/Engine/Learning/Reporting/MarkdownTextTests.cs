using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Reporting;

/// <summary>What files and records hold is shown in a page as it was written, and steers nothing there.</summary>
public sealed partial class MarkdownTextTests
{
    const string Hostile = "<img src=x onerror=alert(1)>|a\n# b [c](javascript:d) `e` *f* _g_ ~~h~~ \\ &lt; \u202Ei";

    static readonly FittedModel Model = AdditiveTrainer.Fit(TrainingSet.None, SimulatedStays.Prior, SimulatedStays.Settings.Use, 1);

    static readonly ModelEvaluation Unjudged = Evaluator.Of(
        TrainingSet.None,
        EvaluatedTrainer.Additive(Model, SimulatedStays.Prior, null),
        SimulatedStays.Prior,
        SimulatedStays.Settings,
        1
    );

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();

    [Test]
    public void A_text_begins_nothing_and_reads_as_it_was_written()
    {
        var letters = Gen.OneOf(
            Gen.Elements("\\`*_~[]|<>&#!()\n\r\t\u202E\u200B\u00ADab1 æ".ToCharArray()),
            Gen.Choose(0x20, 0xD7FF).Select(code => (char)code)
        );
        Prop.ForAll(
                Gen.ListOf(letters).Select(list => string.Concat(list)).ToArbitrary(),
                text =>
                {
                    var shown = MarkdownText.Of(text);
                    var bare = Escape().Replace(shown, "");
                    var read = WebUtility.HtmlDecode(Escape().Replace(shown, match => match.Groups[1].Value));
                    return !bare.Any("`*_~[]|<>\n\r".Contains) && read == Seen(text);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Test]
    public void A_card_holds_nothing_raw_from_a_file()
    {
        var evaluation = Unjudged with
        {
            Groups = [new GroupFinding(Hostile, Hostile, 9, 0.1, 0.2, null)],
            Gates = [new GateFinding(Hostile, true, [(Hostile, 1)])],
        };
        AssertHarmless(ModelCard.Write(Model with { Origin = Model.Origin with { Trainer = Hostile, Data = Hostile } }, evaluation));
    }

    [Test]
    public void A_report_holds_nothing_raw_from_a_file()
    {
        var gap = new Figure(0.1, 0, 0.2);
        var evaluation = Unjudged with
        {
            Groups = [new GroupFinding(Hostile, Hostile, 9, 0.1, 0.2, gap), new GroupFinding(Hostile, "b", 9, 0.1, 0.2, gap)],
            Gates = [new GateFinding(Hostile, true, [(Hostile, 1)])],
        };
        Assert.That(EvaluationReport.Write(Model, evaluation), Does.Not.Contain("<img").And.Contain("&lt;img"));
    }

    static void AssertHarmless(string page) =>
        Assert.That(
            page,
            Does.Not.Contain("<img").And.Not.Contain("\n# b").And.Not.Contain(" [c](").And.Not.Contain("\u202E").And.Contain("&lt;img")
        );

    // As a page shows it: in one line, and a mark for what is not seen.
    static string Seen(string text) =>
        string.Concat(
            text.Select(letter =>
                char.IsControl(letter) ? ' '
                : UnseenLetters.Is(new Rune(letter)) ? '\uFFFD'
                : letter
            )
        );
}
