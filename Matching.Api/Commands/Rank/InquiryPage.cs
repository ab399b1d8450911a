using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Spectre.Console;

namespace Matching.Api.Commands.Rank;

/// <summary>
/// What a careful reader asks after the ranking: what the law asks of the first place, whether something less intrusive is enough, what can
/// be combined.
/// </summary>
internal sealed class InquiryPage(Answer answer, AnswerTexts texts, PageLayout layout)
{
    private const int MostCombinations = 5,
        MostToCome = 2;

    /// <summary>Prints it; nothing where nothing is ranked.</summary>
    public void Print()
    {
        PrintDecision();
        PrintLessIntrusive();
        PrintCombinations("combinations", answer.Combinations.Offers.Take(MostCombinations), texts.Of);
        PrintCombinations("combinations-to-come", answer.Combinations.ToCome.Take(MostToCome), texts.ToCome);
    }

    private void PrintDecision()
    {
        if (
            answer.LessIntrusive is not { Level: var level }
            || answer.Decisions.FirstOrDefault(one => one.Level == level) is not { } decision
        )
            return;
        layout.Title($"{texts.Texts.Label("decision")}: {texts.Texts.Label(Terms<Level>.Key(level))}");
        layout.Line(new Text(texts.Of(decision, answer.AsOf)));
    }

    private void PrintLessIntrusive()
    {
        if (answer.LessIntrusive is not { Alternatives.Count: > 0 } lessIntrusive)
            return;
        layout.Title(texts.Texts.Label("less-intrusive"));
        layout.List(
            lessIntrusive.Alternatives.Select(alternative =>
            {
                var enough = alternative.Enough == true;
                var line = new Paragraph($"{texts.Texts.Label(enough ? "enough" : "not-enough")}. ", enough ? Color.Green : Style.Plain);
                return line.Append(texts.Of(alternative));
            })
        );
    }

    private void PrintCombinations(string label, IEnumerable<Combination> combinations, Func<Combination, string> text)
    {
        var shown = combinations.ToList();
        if (shown.Count == 0)
            return;
        layout.Title(texts.Texts.Label(label));
        layout.List(
            shown.Select(combination =>
            {
                var line = new Paragraph(text(combination));
                foreach (var condition in combination.Conditions)
                    line.Append($" {texts.Of(condition)}", PageLayout.Dim);
                return line;
            })
        );
    }
}
