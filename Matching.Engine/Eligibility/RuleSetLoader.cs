using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>Reads the rules from their documents, or refuses them with every problem listed.</summary>
public static class RuleSetLoader
{
    private const int OldestSchema = 1,
        CircumstancesSince = 3,
        Schema = 4;

    /// <summary>The schema in which lines got names, acts that were read, and a lawyer's word; reminders came with it.</summary>
    private const int NamedSince = 4;
    private const int MaxRules = 500;
    private const int LeastMajority = 15,
        MostMajority = 25;
    private const int MostMonths = 240,
        MostDays = 3650,
        MostWeeks = 52;
    private const int LongestCode = 100;

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
            var lines = schema >= NamedSince ? LineReader.Named(reader) : LineReader.Unnamed;
            rules = rules with
            {
                Acts = [.. rules.Acts, .. lines.Acts],
                Birthdays = [.. rules.Birthdays, .. List(reader, "birthdays", line => ReadBirthday(line, lines))],
                Grounds = [.. rules.Grounds, .. List(reader, "grounds", line => ReadGround(line, lines))],
                Deciders = [.. rules.Deciders, .. List(reader, "deciders", line => ReadDecider(line, lines))],
                Steps = [.. rules.Steps, .. List(reader, "steps", line => ReadStep(line, lines))],
                Confirmations = [.. rules.Confirmations, .. List(reader, "confirmations", line => ReadConfirmation(line, lines))],
                Conflicts = [.. rules.Conflicts, .. List(reader, "conflicts", line => ReadConflict(line, lines))],
                Limits = [.. rules.Limits, .. List(reader, "limits", line => ReadLimit(line, lines))],
                Durations = [.. rules.Durations, .. List(reader, "durations", line => ReadDuration(line, lines))],
                Appeals = [.. rules.Appeals, .. List(reader, "appeals", appeal => ReadAppeal(appeal, schema, lines))],
                Rights = [.. rules.Rights, .. List(reader, "rights", line => ReadRight(line, lines))],
            };
            if (schema >= CircumstancesSince)
            {
                rules = rules with
                {
                    Circumstances = [.. rules.Circumstances, .. List(reader, "circumstances", line => ReadCircumstance(line, lines))],
                    Majorities = [.. rules.Majorities, .. List(reader, "majorities", line => ReadMajority(line, lines))],
                    Competences = [.. rules.Competences, .. List(reader, "competences", line => ReadCompetence(line, lines))],
                };
            }
            if (schema >= NamedSince)
            {
                rules = rules with
                {
                    Reminders = [.. rules.Reminders, .. List(reader, "reminders", line => ReadReminder(line, lines))],
                    Unapproved = [.. rules.Unapproved, .. List(reader, "unapproved", line => ReadUnapproved(line, lines))],
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

    private static BirthdayRule ReadBirthday(ObjectReader reader, LineReader lines) =>
        new(reader.Require("leapDay").Enum<LeapDayBirthday>("leapDay") ?? default, lines.Authority(reader));

    private static GroundRule ReadGround(ObjectReader reader, LineReader lines) =>
        new(reader.Require("ground").Enum<Ground>("ground") ?? default, lines.Levels(reader, "opens"), lines.Authority(reader))
        {
            Beside = lines.AreNamed ? ReadBeside(reader, lines) : null,
        };

    private static GroundBeside? ReadBeside(ObjectReader reader, LineReader lines)
    {
        if (reader.Object("beside") is not { } part)
            return null;
        var beside = new GroundBeside(lines.Levels(part, "levels"), part.Require("grounds").EnumList<Ground>("grounds") ?? []);
        part.Close();
        return beside;
    }

    private static DeciderRule ReadDecider(ObjectReader reader, LineReader lines)
    {
        var ages = ReadAges(reader);
        return new DeciderRule(
            reader.Require("ground").Enum<Ground>("ground") ?? default,
            reader.Require("decider").Enum<Decider>("decider") ?? default,
            ages,
            lines.Authority(reader)
        )
        {
            DispensationFromAge = lines.AreNamed ? reader.Integer("dispensationFromAge", Age.Youngest, Age.Oldest) : null,
            Within = lines.AreNamed ? reader.Enum<Decider>("within") : null,
        };
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

    private static StepRule ReadStep(ObjectReader reader, LineReader lines) =>
        new(
            reader.Require("step").Enum<Step>("step") ?? default,
            reader.Require("phase").Enum<StepPhase>("phase") ?? default,
            reader.Require("consent").Boolean("consent") ?? false,
            reader.Require("minimumAge").Integer("minimumAge", Age.Youngest, Age.Oldest) ?? 0,
            lines.Levels(reader, "levels"),
            reader.Require("deciders").EnumList<Decider>("deciders") ?? [],
            lines.Authority(reader)
        )
        {
            MaximumAge = (lines.AreNamed ? reader.Integer("maximumAge", Age.Youngest, Age.Oldest) : null) ?? Age.Oldest,
            Tracks = (lines.AreNamed ? reader.EnumList<Track>("tracks") : null) ?? [],
            ReplacedBy = lines.AreNamed ? reader.Enum<Step>("replacedBy") : null,
            AlongsideWhenAcute = (lines.AreNamed ? reader.Boolean("alongsideWhenAcute") : null) ?? false,
            When = lines.AreNamed ? reader.Enum<CaseTrait>("when") : null,
        };

    private static ConfirmationRule ReadConfirmation(ObjectReader reader, LineReader lines) =>
        new(
            reader.Require("decider").Enum<Decider>("decider") ?? default,
            reader.Require("withinDays").Integer("withinDays", 1, 365) ?? 0,
            lines.Authority(reader)
        )
        {
            ValidMonths = lines.AreNamed ? reader.Integer("validMonths", 1, MostMonths) : null,
        };

    private static ConflictRule ReadConflict(ObjectReader reader, LineReader lines) =>
        new(
            reader.Require("reason").Enum<ConflictReason>("reason") ?? default,
            reader.Require("effect").Enum<RuleEffect>("effect") ?? default,
            lines.Levels(reader, "levels"),
            reader.Require("tracks").EnumList<Track>("tracks") ?? [],
            lines.Authority(reader)
        );

    private static LegalLimit ReadLimit(ObjectReader reader, LineReader lines) =>
        new(
            reader.Require("code").Text("code", 100) ?? "",
            reader.Require("value").Integer("value", 0, 10_000) ?? 0,
            reader.Require("unit").Text("unit", 20) ?? "",
            reader.Has("levels") ? lines.Levels(reader, "levels") : [],
            lines.Authority(reader)
        );

    private static DurationRule ReadDuration(ObjectReader reader, LineReader lines)
    {
        var (months, longest) = (
            reader.Require("months").Integer("months", 1, MostMonths) ?? 1,
            reader.Integer("longestMonths", 1, MostMonths)
        );
        if (longest < months)
            reader.Fault("longestMonths", "must not lie below months");
        return new DurationRule(
            reader.Require("ground").Enum<Ground>("ground") ?? default,
            lines.Levels(reader, "levels"),
            ReadAges(reader),
            months,
            longest,
            reader.Boolean("pausedByAbsence") ?? false,
            lines.Authority(reader)
        );
    }

    private static CircumstanceRule ReadCircumstance(ObjectReader reader, LineReader lines) =>
        new(
            reader.Require("circumstance").Enum<Circumstance>("circumstance") ?? default,
            reader.Require("effect").Enum<RuleEffect>("effect") ?? default,
            lines.Levels(reader, "levels"),
            lines.Authority(reader)
        );

    private static MajorityRule ReadMajority(ObjectReader reader, LineReader lines) =>
        new(reader.Require("age").Integer("age", LeastMajority, MostMajority) ?? MostMajority, lines.Authority(reader));

    private static CompetenceRule ReadCompetence(ObjectReader reader, LineReader lines) =>
        new(reader.Require("decider").Enum<Decider>("decider") ?? default, lines.Levels(reader, "levels"), lines.Authority(reader));

    private static AppealRule ReadAppeal(ObjectReader reader, int schema, LineReader lines) =>
        new(
            reader.Require("deciders").EnumList<Decider>("deciders") ?? [],
            lines.Levels(reader, "levels"),
            reader.Require("body").Enum<AppealBody>("body") ?? default,
            reader.Require("withinDays").Integer("withinDays", 1, MostDays) ?? 1,
            schema < CircumstancesSince || (reader.Require("custodyHolder").Boolean("custodyHolder") ?? true),
            reader.Require("childFromAge").Integer("childFromAge", Age.Youngest, Age.Oldest) ?? 0,
            reader.Boolean("suspends"),
            lines.Authority(reader)
        );

    private static RightRule ReadRight(ObjectReader reader, LineReader lines) =>
        new(
            reader.Require("right").Enum<LegalRight>("right") ?? default,
            reader.Require("holder").Enum<RightHolder>("holder") ?? default,
            reader.Require("minimumAge").Integer("minimumAge", Age.Youngest, Age.Oldest) ?? 0,
            lines.Levels(reader, "levels"),
            reader.Require("deciders").EnumList<Decider>("deciders") ?? [],
            lines.Authority(reader)
        );

    private static ReminderRule ReadReminder(ObjectReader reader, LineReader lines) =>
        new(
            reader.Require("reminder").Text("reminder", LongestCode) ?? "",
            lines.Levels(reader, "levels"),
            reader.Require("deciders").EnumList<Decider>("deciders") ?? [],
            reader.EnumList<Ground>("grounds") ?? [],
            new AgeRange(
                reader.Integer("minimumAge", Age.Youngest, Age.Oldest) ?? Age.Youngest,
                reader.Integer("maximumAge", Age.Youngest, Age.Oldest) ?? Age.Oldest
            ),
            reader.Enum<CaseTrait>("when"),
            lines.Authority(reader)
        );

    private static UnapprovedRule ReadUnapproved(ObjectReader reader, LineReader lines) =>
        new(
            lines.Levels(reader, "levels"),
            reader.Require("weeks").Integer("weeks", 1, MostWeeks) ?? 1,
            reader.Require("moreWeeks").Integer("moreWeeks", 0, MostWeeks) ?? 0,
            lines.Authority(reader)
        );
}
