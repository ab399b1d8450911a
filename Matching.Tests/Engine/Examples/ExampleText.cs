using System.Globalization;
using System.Text;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Tests.Engine.Examples;

/// <summary>An answer as a text that a person can review.</summary>
static class ExampleText
{
    public static string Of(string caseReference, Answer answer, TextSet texts, Catalogue catalogue)
    {
        var answerTexts = new AnswerTexts(texts, catalogue);
        var text = new StringBuilder();
        Line(text, $"{caseReference} {answer.AsOf:yyyy-MM-dd}");
        Line(text, "");
        foreach (var need in answer.Needs)
            Line(text, $"need {Terms<Need>.Text(need.Need)} {Terms<NeedStrength>.Text(need.Strength)}: {string.Join(", ", need.Basis)}");
        foreach (var place in answer.Placements.Where(place => place.Rank is not null))
            Ranked(text, place, texts);
        Line(text, "");
        foreach (var place in answer.Placements.Where(place => place.Rank is null))
        {
            Line(text, $"excluded {place.PlacementId}");
            foreach (var refusal in place.Conditions.Where(condition => condition.Refuses))
                Line(text, $"    {refusal.Code}: {texts.Of(refusal)}");
        }
        Line(text, "");
        foreach (var combination in answer.Combinations.Offers)
        {
            Line(
                text,
                $"combination {combination.PlacementId} + {string.Join(" + ", combination.Services)} {Decimals(combination.Score)} "
                    + $"(+{Decimals(combination.ScoreChange)}): {answerTexts.Of(combination)}"
            );
            foreach (var condition in combination.Conditions)
                Line(text, $"    if {condition.Code}: {answerTexts.Of(condition)}");
        }
        foreach (var combination in answer.Combinations.ToCome)
            Line(
                text,
                $"to come {combination.PlacementId} + {string.Join(" + ", combination.Services)}: {answerTexts.ToCome(combination)}"
            );
        foreach (var alternative in answer.LessIntrusive?.Alternatives ?? [])
            Line(
                text,
                $"less intrusive than {Terms<Level>.Text(answer.LessIntrusive!.Level)}, enough {alternative.Enough}: "
                    + $"{answerTexts.Of(alternative)}"
            );
        foreach (
            var decision in answer.Decisions.Where(decision =>
                answer.Placements.Any(place => place.Rank is not null && LevelOf(place, catalogue) == decision.Level)
            )
        )
            Line(text, $"decision {Terms<Level>.Text(decision.Level)}: {answerTexts.Of(decision, answer.AsOf)}");
        foreach (var gap in answer.KnowledgeGaps.Where(gap => gap.ChangesFirst > 0))
            Line(text, $"gap {Decimals(gap.ChangesFirst)} worth {Decimals(gap.ExpectedGain)} {gap.Field}: {texts.Of(gap)}");
        foreach (var gap in answer.KnowledgeGaps.Where(gap => gap.ChangesFirst == 0))
            Line(text, $"gap that does not move the first place: {gap.Field} {gap.Subject}".TrimEnd());
        foreach (var notice in answer.Notices)
            Line(text, $"notice {notice.Code}: {texts.Of(notice)}");
        return text.ToString();
    }

    static void Ranked(StringBuilder text, AnsweredPlacement place, TextSet texts)
    {
        Line(text, "");
        Line(
            text,
            $"{place.Rank}. {place.PlacementId} {Decimals(place.Score!.Value)} {Terms<EligibilityStatus>.Text(place.EligibilityStatus)}"
        );
        if (place.Risk is { } risk)
            Line(
                text,
                risk.Abstained is { } reason
                    ? $"    risk not told: {Terms<AbstentionReason>.Text(reason)}"
                    : $"    risk {risk.Probability} [{risk.Low}, {risk.High}] of 10000, {risk.SimilarCases} similar"
            );
        foreach (var contribution in place.Contributions)
            Line(text, $"    {Decimals(contribution.Points), 7} {contribution.Criterion}: {texts.Of(contribution)}");
        foreach (var condition in place.Conditions)
            Line(text, $"    if {condition.Code}: {texts.Of(condition)}");
        if (place.UnmetNeeds.Count > 0)
            Line(text, $"    unmet: {string.Join(", ", place.UnmetNeeds.Select(Terms<Need>.Text))}");
    }

    static Level LevelOf(AnsweredPlacement place, Catalogue catalogue) =>
        catalogue.TryFind(place.PlacementId, out var index) ? catalogue.Placements[index].Level : default;

    static string Decimals(int hundredths) => (hundredths / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
