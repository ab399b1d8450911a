using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>What the rules of a document have to answer together: no question twice on one day, and none of these not at all.</summary>
internal static class RuleSetChecks
{
    /// <summary>Notes every question left without an answer on some day, and every question with two answers on one.</summary>
    /// <param name="withCircumstances">Whether the document says itself what documents of schema 1 and 2 left to the engine.</param>
    public static void Run(RuleSet rules, Problems problems, bool withCircumstances)
    {
        CheckGrounds(rules, problems);
        CheckSteps(rules, problems);
        if (withCircumstances)
            CheckCircumstances(rules, problems);
    }

    private static void CheckGrounds(RuleSet rules, Problems problems)
    {
        foreach (var ground in Terms<Ground>.All.Where(ground => rules.Grounds.All(rule => rule.Ground != ground)))
            problems.Add("grounds", $"has no rule for {Terms<Ground>.Text(ground)}");
        foreach (var ground in Terms<Ground>.All.Where(ground => rules.Deciders.All(rule => rule.Ground != ground)))
            problems.Add("deciders", $"names nobody who can give {Terms<Ground>.Text(ground)}");
        foreach (var reason in Terms<ConflictReason>.All.Where(reason => rules.Conflicts.All(rule => rule.Reason != reason)))
            problems.Add("conflicts", $"has no rule for {Terms<ConflictReason>.Text(reason)}");
        if (rules.Birthdays.Count == 0)
            problems.Add("birthdays", "there is none");

        // A ground or birthday without a rule on some day would be passed over in silence on that day.
        if (rules.Grounds.Count > 0)
        {
            Gaps(problems, "birthdays", rules.FirstDay, rules.Birthdays, rule => "any", rule => rule.Authority);
            Gaps(problems, "grounds", rules.FirstDay, rules.Grounds, rule => Terms<Ground>.Text(rule.Ground), rule => rule.Authority);
        }

        // Two answers to one question on the same day would make the outcome depend on their order in the file.
        Overlaps(problems, "birthdays", rules.Birthdays, rule => "any", rule => rule.Authority);
        Overlaps(problems, "grounds", rules.Grounds, rule => Terms<Ground>.Text(rule.Ground), rule => rule.Authority);
        Overlaps(
            problems,
            "deciders",
            rules.Deciders,
            rule => $"{Terms<Ground>.Text(rule.Ground)} by {Terms<Decider>.Text(rule.Decider)}",
            rule => rule.Authority
        );
    }

    private static void CheckSteps(RuleSet rules, Problems problems)
    {
        Overlaps(problems, "confirmations", rules.Confirmations, rule => Terms<Decider>.Text(rule.Decider), rule => rule.Authority);
        Overlaps(problems, "limits", rules.Limits, rule => rule.Code, rule => rule.Authority);
        Overlaps(
            problems,
            "durations",
            Each(rules.Durations, rule => rule.Levels)
                .SelectMany(pair => Ages(pair.Rule.Ages).Select(age => (pair.Rule, pair.Item, Age: age))),
            asked => $"{Terms<Ground>.Text(asked.Rule.Ground)} at {Terms<Level>.Text(asked.Item)} at {asked.Age}",
            asked => asked.Rule.Authority
        );
        Overlaps(
            problems,
            "appeals",
            Each(rules.Appeals, rule => rule.Levels)
                .SelectMany(pair => pair.Rule.Deciders.Select(decider => (pair.Rule, pair.Item, Decider: decider))),
            asked => $"{Terms<Decider>.Text(asked.Decider)} at {Terms<Level>.Text(asked.Item)}",
            asked => asked.Rule.Authority
        );
        Overlaps(
            problems,
            "rights",
            Each(rules.Rights, rule => rule.Levels)
                .SelectMany(pair => pair.Rule.Deciders.Select(decider => (pair.Rule, pair.Item, Decider: decider))),
            asked =>
                $"{Terms<LegalRight>.Text(asked.Rule.Right)} of {Terms<RightHolder>.Text(asked.Rule.Holder)} by "
                + $"{Terms<Decider>.Text(asked.Decider)} at {Terms<Level>.Text(asked.Item)}",
            asked => asked.Rule.Authority
        );
        Overlaps(
            problems,
            "unapproved",
            Each(rules.Unapproved, rule => rule.Levels),
            asked => Terms<Level>.Text(asked.Item),
            asked => asked.Rule.Authority
        );
    }

    private static void CheckCircumstances(RuleSet rules, Problems problems)
    {
        foreach (var circumstance in Terms<Circumstance>.All.Where(asked => rules.Circumstances.All(rule => rule.Circumstance != asked)))
            problems.Add("circumstances", $"has no rule for {Terms<Circumstance>.Text(circumstance)}");
        foreach (var level in Terms<Level>.All.Where(level => rules.Competences.All(rule => !rule.Levels.Contains(level))))
            problems.Add("competences", $"names nobody who decides at {Terms<Level>.Text(level)}");
        if (rules.Majorities.Count == 0)
            problems.Add("majorities", "there is none");

        var competences = Each(rules.Competences, rule => rule.Levels).ToList();
        if (rules.Grounds.Count > 0)
        {
            Gaps(
                problems,
                "circumstances",
                rules.FirstDay,
                rules.Circumstances,
                rule => Terms<Circumstance>.Text(rule.Circumstance),
                rule => rule.Authority
            );
            Gaps(problems, "majorities", rules.FirstDay, rules.Majorities, rule => "any", rule => rule.Authority);
            Gaps(
                problems,
                "competences",
                rules.FirstDay,
                competences,
                asked => Terms<Level>.Text(asked.Item),
                asked => asked.Rule.Authority
            );
        }
        Overlaps(
            problems,
            "circumstances",
            Each(rules.Circumstances, rule => rule.Levels),
            asked => $"{Terms<Circumstance>.Text(asked.Rule.Circumstance)} at {Terms<Level>.Text(asked.Item)}",
            asked => asked.Rule.Authority
        );
        Overlaps(problems, "majorities", rules.Majorities, rule => "any", rule => rule.Authority);
        Overlaps(problems, "competences", competences, asked => Terms<Level>.Text(asked.Item), asked => asked.Rule.Authority);
    }

    private static IEnumerable<(TRule Rule, TItem Item)> Each<TRule, TItem>(
        IEnumerable<TRule> rules,
        Func<TRule, IEnumerable<TItem>> items
    ) => rules.SelectMany(rule => items(rule).Select(item => (rule, item)));

    private static IEnumerable<int> Ages(AgeRange ages) => Enumerable.Range(ages.Min, Math.Max(0, ages.Max - ages.Min + 1));

    private static void Overlaps<T>(
        Problems problems,
        string list,
        IEnumerable<T> rules,
        Func<T, string> question,
        Func<T, Authority> authority
    )
    {
        foreach (var group in rules.GroupBy(question))
        {
            var ordered = group.Select(authority).OrderBy(item => item.From).ToList();
            if (ordered.Zip(ordered.Skip(1)).Any(pair => pair.First.To is not { } to || to > pair.Second.From))
                problems.Add(list, $"has two rules at the same time for {group.Key}");
        }
    }

    private static void Gaps<T>(
        Problems problems,
        string list,
        DateOnly firstDay,
        IEnumerable<T> rules,
        Func<T, string> question,
        Func<T, Authority> authority
    )
    {
        foreach (var group in rules.GroupBy(question))
        {
            // Rules for different levels may apply side by side: what counts is how far they reach together.
            DateOnly? reach = firstDay;
            foreach (var rule in group.Select(authority).OrderBy(item => item.From).TakeWhile(rule => !(rule.From > reach)))
                reach = rule.To is { } to && reach is { } far ? (to > far ? to : far) : null;
            if (reach is not null)
                problems.Add(list, $"leaves days from {firstDay:yyyy-MM-dd} on without a rule for {group.Key}");
        }
    }
}
