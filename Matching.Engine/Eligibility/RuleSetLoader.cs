using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>Reads the rules from their documents, or refuses them with every problem listed.</summary>
public static class RuleSetLoader
{
    private const int OldestSchema = 1,
        CircumstancesSince = 3,
        Schema = 3;
    private const int MaxRules = 500;
    private const int LeastMajority = 15,
        MostMajority = 25;
    private const int MostMonths = 240,
        MostDays = 3650;

    /// <summary>Reads the rules. What a document of an earlier schema left to the engine is added as it was.</summary>
    /// <exception cref="DataException">Anything is wrong; names every problem with file and path.</exception>
    public static RuleSet Load(DataDocument document)
    {
        var problems = new Problems();
        var rules = new RuleSet(document.Version, [], [], [], [], [], [], [], [], [], [], [], [], []);
        var newest = OldestSchema;
        foreach (var (file, content) in document.Files)
        {
            if (ObjectReader.Open(content, file, problems) is not { } reader)
                continue;
            var schema = reader.Require("schema").Integer("schema", OldestSchema, Schema) ?? Schema;
            newest = Math.Max(newest, schema);
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
                Appeals = [.. rules.Appeals, .. List(reader, "appeals", appeal => ReadAppeal(appeal, schema))],
                Rights = [.. rules.Rights, .. List(reader, "rights", ReadRight)],
            };
            if (schema >= CircumstancesSince)
            {
                rules = rules with
                {
                    Circumstances = [.. rules.Circumstances, .. List(reader, "circumstances", ReadCircumstance)],
                    Majorities = [.. rules.Majorities, .. List(reader, "majorities", ReadMajority)],
                    Competences = [.. rules.Competences, .. List(reader, "competences", ReadCompetence)],
                };
            }
            reader.Close();
        }
        rules = LaterLevels.Complete(rules);
        RuleSetChecks.Run(rules, problems, withCircumstances: newest >= CircumstancesSince);
        DataException.ThrowIfAny("The rules", problems);
        return newest >= CircumstancesSince ? rules : EarlierRules.Complete(rules);
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
            reader.Require("effect").Enum<RuleEffect>("effect") ?? default,
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

    private static CircumstanceRule ReadCircumstance(ObjectReader reader) =>
        new(
            reader.Require("circumstance").Enum<Circumstance>("circumstance") ?? default,
            reader.Require("effect").Enum<RuleEffect>("effect") ?? default,
            Levels(reader, "levels"),
            ReadAuthority(reader)
        );

    private static MajorityRule ReadMajority(ObjectReader reader) =>
        new(reader.Require("age").Integer("age", LeastMajority, MostMajority) ?? MostMajority, ReadAuthority(reader));

    private static CompetenceRule ReadCompetence(ObjectReader reader) =>
        new(reader.Require("decider").Enum<Decider>("decider") ?? default, Levels(reader, "levels"), ReadAuthority(reader));

    private static AppealRule ReadAppeal(ObjectReader reader, int schema) =>
        new(
            reader.Require("deciders").EnumList<Decider>("deciders") ?? [],
            Levels(reader, "levels"),
            reader.Require("body").Enum<AppealBody>("body") ?? default,
            reader.Require("withinDays").Integer("withinDays", 1, MostDays) ?? 1,
            schema < CircumstancesSince || (reader.Require("custodyHolder").Boolean("custodyHolder") ?? true),
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
