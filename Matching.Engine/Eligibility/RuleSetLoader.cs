using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>Reads the rules from their documents, or refuses them with every problem listed.</summary>
public static class RuleSetLoader
{
    private const int OldestSchema = 1,
        Schema = 2;
    private const int MaxRules = 500;
    private const int MostMonths = 240,
        MostDays = 3650;

    /// <summary>Reads the rules.</summary>
    /// <exception cref="DataException">Anything is wrong; names every problem with file and path.</exception>
    public static RuleSet Load(DataDocument document)
    {
        var problems = new Problems();
        var rules = new RuleSet(document.Version, [], [], [], [], [], [], [], [], [], []);
        foreach (var (file, content) in document.Files)
        {
            if (ObjectReader.Open(content, file, problems) is not { } reader)
                continue;
            reader.Require("schema").Integer("schema", OldestSchema, Schema);
            reader.Text("about");
            rules = rules with
            {
                Birthdays = [.. rules.Birthdays, .. List(reader, "birthdays", ReadBirthday)],
                Grounds = [.. rules.Grounds, .. List(reader, "grounds", ReadGround)],
                Deciders = [.. rules.Deciders, .. List(reader, "deciders", ReadDecider)],
                Steps = [.. rules.Steps, .. List(reader, "steps", ReadStep)],
                Confirmations = [.. rules.Confirmations, .. List(reader, "confirmations", ReadConfirmation)],
                Conflicts = [.. rules.Conflicts, .. List(reader, "conflicts", ReadConflict)],
                Limits = [.. rules.Limits, .. List(reader, "limits", ReadLimit)],
                Durations = [.. rules.Durations, .. List(reader, "durations", ReadDuration)],
                Appeals = [.. rules.Appeals, .. List(reader, "appeals", ReadAppeal)],
                Rights = [.. rules.Rights, .. List(reader, "rights", ReadRight)],
            };
            reader.Close();
        }
        Check(rules, problems);
        DataException.ThrowIfAny("The rules", problems);
        return rules;
    }

    private static void Check(RuleSet rules, Problems problems)
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
            var ordered = group.Select(authority).OrderBy(item => item.From).ToList();
            if (
                ordered[0].From != firstDay
                || ordered[^1].To is not null
                || ordered.Zip(ordered.Skip(1)).Any(pair => pair.First.To < pair.Second.From)
            )
                problems.Add(list, $"leaves days from {firstDay:yyyy-MM-dd} on without a rule for {group.Key}");
        }
    }

    private static IReadOnlyList<T> List<T>(ObjectReader reader, string field, Func<ObjectReader, T?> read)
        where T : class => reader.ObjectList(field, read, MaxRules) ?? [];

    private static BirthdayRule ReadBirthday(ObjectReader reader) =>
        new(reader.Require("leapDay").Enum<LeapDayBirthday>("leapDay") ?? default, ReadAuthority(reader));

    private static GroundRule ReadGround(ObjectReader reader) =>
        new(reader.Require("ground").Enum<Ground>("ground") ?? default, Levels(reader, "opens"), ReadAuthority(reader));

    private static DeciderRule ReadDecider(ObjectReader reader)
    {
        var ages = ReadAges(reader);
        return new DeciderRule(
            reader.Require("ground").Enum<Ground>("ground") ?? default,
            reader.Require("decider").Enum<Decider>("decider") ?? default,
            ages,
            ReadAuthority(reader)
        );
    }

    private static AgeRange ReadAges(ObjectReader reader)
    {
        var ages = new AgeRange(
            reader.Require("minimumAge").Integer("minimumAge", Age.Youngest, Age.Oldest) ?? 0,
            reader.Require("maximumAge").Integer("maximumAge", Age.Youngest, Age.Oldest) ?? 0
        );
        if (ages.Min > ages.Max)
            reader.Fault("minimumAge", "must not lie above maximumAge");
        return ages;
    }

    private static StepRule ReadStep(ObjectReader reader) =>
        new(
            reader.Require("step").Enum<Step>("step") ?? default,
            reader.Require("phase").Enum<StepPhase>("phase") ?? default,
            reader.Require("consent").Boolean("consent") ?? false,
            reader.Require("minimumAge").Integer("minimumAge", Age.Youngest, Age.Oldest) ?? 0,
            Levels(reader, "levels"),
            reader.Require("deciders").EnumList<Decider>("deciders") ?? [],
            ReadAuthority(reader)
        );

    private static ConfirmationRule ReadConfirmation(ObjectReader reader) =>
        new(
            reader.Require("decider").Enum<Decider>("decider") ?? default,
            reader.Require("withinDays").Integer("withinDays", 1, 365) ?? 0,
            ReadAuthority(reader)
        );

    private static ConflictRule ReadConflict(ObjectReader reader) =>
        new(
            reader.Require("reason").Enum<ConflictReason>("reason") ?? default,
            reader.Require("effect").Enum<ConflictEffect>("effect") ?? default,
            Levels(reader, "levels"),
            reader.Require("tracks").EnumList<Track>("tracks") ?? [],
            ReadAuthority(reader)
        );

    private static LegalLimit ReadLimit(ObjectReader reader) =>
        new(
            reader.Require("code").Text("code", 100) ?? "",
            reader.Require("value").Integer("value", 0, 10_000) ?? 0,
            reader.Require("unit").Text("unit", 20) ?? "",
            reader.EnumList<Level>("levels") ?? [],
            ReadAuthority(reader)
        );

    private static DurationRule ReadDuration(ObjectReader reader)
    {
        var (months, longest) = (
            reader.Require("months").Integer("months", 1, MostMonths) ?? 1,
            reader.Integer("longestMonths", 1, MostMonths)
        );
        if (longest < months)
            reader.Fault("longestMonths", "must not lie below months");
        return new DurationRule(
            reader.Require("ground").Enum<Ground>("ground") ?? default,
            Levels(reader, "levels"),
            ReadAges(reader),
            months,
            longest,
            reader.Boolean("pausedByAbsence") ?? false,
            ReadAuthority(reader)
        );
    }

    private static AppealRule ReadAppeal(ObjectReader reader) =>
        new(
            reader.Require("deciders").EnumList<Decider>("deciders") ?? [],
            Levels(reader, "levels"),
            reader.Require("body").Enum<AppealBody>("body") ?? default,
            reader.Require("withinDays").Integer("withinDays", 1, MostDays) ?? 1,
            reader.Require("childFromAge").Integer("childFromAge", Age.Youngest, Age.Oldest) ?? 0,
            reader.Boolean("suspends"),
            ReadAuthority(reader)
        );

    private static RightRule ReadRight(ObjectReader reader) =>
        new(
            reader.Require("right").Enum<LegalRight>("right") ?? default,
            reader.Require("holder").Enum<RightHolder>("holder") ?? default,
            reader.Require("minimumAge").Integer("minimumAge", Age.Youngest, Age.Oldest) ?? 0,
            Levels(reader, "levels"),
            reader.Require("deciders").EnumList<Decider>("deciders") ?? [],
            ReadAuthority(reader)
        );

    private static IReadOnlyList<Level> Levels(ObjectReader reader, string field) => reader.Require(field).EnumList<Level>(field) ?? [];

    private static Authority ReadAuthority(ObjectReader reader)
    {
        var authority = new Authority(
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false,
            reader.Require("from").Date("from") ?? default,
            reader.Date("to"),
            reader.Boolean("disputed") ?? false
        );
        reader.Text("note");
        if (authority.To <= authority.From)
            reader.Fault("to", "must lie after from");
        return authority;
    }
}
