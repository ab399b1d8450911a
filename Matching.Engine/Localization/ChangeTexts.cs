using System.Globalization;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization;

/// <summary>
/// What would change an answer, in one language: how a place stands otherwise, and what would bring it forward. What older texts have no
/// words for is left out.
/// </summary>
public sealed class ChangeTexts(AnswerTexts texts)
{
    private const string Differences = "differences",
        Counterfactuals = "counterfactuals";

    /// <summary>How many criteria a sentence names; the rest stand beside it.</summary>
    private const int MostCriteria = 3;

    /// <summary>How a place stands otherwise, and by what most.</summary>
    public string Of(PlacementDifference difference) =>
        Together([
            Move(difference),
            .. Points(difference),
            difference.ConditionsAdded.Count > 0 ? Say(Differences, "conditions-added") : "",
            difference.ConditionsRemoved.Count > 0
                ? Say(Differences, difference.To.EligibilityStatus == EligibilityStatus.Eligible ? "nothing-in-the-way" : "conditions-met")
                : "",
        ]);

    /// <summary>What the sets of changes would reach, or that there is none.</summary>
    public string Of(CounterfactualList list)
    {
        var goal = Terms<CounterfactualGoal>.Text(list.Goal);
        var isNone = list.Sets.Count == 0 && list.Goal != CounterfactualGoal.None;
        return Together([
            Say(
                Counterfactuals,
                isNone ? $"summary.{goal}.none" : $"summary.{goal}",
                ("placement", texts.PlacementName(list.PlacementId)),
                ("most", Number(Inquiry.Counterfactuals.MostChanges))
            ),
            isNone ? Say(Counterfactuals, "never-changed") : "",
            list.Found > list.Sets.Count
                ? Say(Counterfactuals, "listed", ("shown", Number(list.Sets.Count)), ("found", Number(list.Found)))
                : "",
            list.Complete ? "" : Say(Counterfactuals, "not-complete"),
        ]);
    }

    /// <summary>What a set of changes would reach.</summary>
    public string Of(Counterfactual set, CounterfactualList list) =>
        Say(
            Counterfactuals,
            Terms<CounterfactualGoal>.Text(list.Goal),
            ("placement", texts.PlacementName(list.PlacementId)),
            ("rank", Number(set.Rank)),
            ("changes", texts.List([.. set.Changes.SelectMany(Clauses)]))
        );

    private string Move(PlacementDifference difference)
    {
        var key = (difference.From.Rank, difference.To.Rank) switch
        {
            (null, null) => "stays-excluded",
            (null, _) => "enters",
            (_, null) => "leaves",
            var (from, to) when from > to => "up",
            var (from, to) when from < to => "down",
            _ => "stays",
        };
        return Say(
            Differences,
            key,
            ("placement", texts.PlacementName(difference.PlacementId)),
            ("from", Number(difference.From.Rank)),
            ("to", Number(difference.To.Rank))
        );
    }

    /// <summary>What the place itself gains and loses; where it was or becomes excluded that says nothing.</summary>
    private IEnumerable<string> Points(PlacementDifference difference)
    {
        if (difference.From.Rank is null || difference.To.Rank is null)
            yield break;
        var (fall, gain) = (difference.To.Rank - difference.From.Rank, difference.To.Score - difference.From.Score);
        if (fall != 0 && Math.Sign(gain ?? 0) != -Math.Sign(fall ?? 0))
            yield return Say(Differences, difference.Contributions.Count == 0 ? "same-points" : "others-moved-more");
        var most = difference.Contributions.Take(MostCriteria).ToLookup(change => change.Gain > 0);
        foreach (var (isMore, key) in new[] { (true, "more-points"), (false, "fewer-points") })
        {
            if (most[isMore].Any())
                yield return Say(
                    Differences,
                    key,
                    ("criteria", texts.List([.. most[isMore].Select(change => texts.Texts.Word($"criterion.{change.Criterion}"))]))
                );
        }
    }

    private IEnumerable<string> Clauses(FactChange change) =>
        (change.Fact, change.To) switch
        {
            (_, FactValue.Conflicts left) => ((FactValue.Conflicts)change.From)
                .Items.Except(left.Items)
                .Select(conflict =>
                    Clause(
                        "conflict",
                        ("placement", texts.PlacementName(conflict.PlacementId)),
                        ("reason", texts.Texts.Word(Terms<ConflictReason>.Key(conflict.Reason)))
                    )
                ),
            ("services", FactValue.Words added) => [Clause("services", ("services", texts.ServicesOf(added.Texts)))],
            ("legal.stepsTaken", FactValue.Words taken) => [Steps([.. taken.Texts.Except(Before(change))])],
            (_, FactValue.Words factors) => factors.Texts.Except(Before(change)).Select(factor => Clause($"{change.Fact}.{factor}")),
            (_, FactValue.Word word) => [Clause($"{change.Fact}.{word.Text}")],
            _ => [],
        };

    private string Steps(IReadOnlyList<string> steps) =>
        Clause(steps.Count == 1 ? "step" : "steps", ("steps", texts.StepsOf(steps.Select(Terms<Step>.Parse))));

    private static IReadOnlyList<string> Before(FactChange change) => change.From is FactValue.Words words ? words.Texts : [];

    private string Clause(string key, params (string Name, string Value)[] values) =>
        TextSet.Uncapitalise(Say(Counterfactuals, key, values));

    private string Say(string table, string key, params (string Name, string Value)[] values) =>
        texts.Texts.Sentence(table, key, values) ?? "";

    private static string Together(IEnumerable<string> sentences) => string.Join(' ', sentences.Where(sentence => sentence.Length > 0));

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
