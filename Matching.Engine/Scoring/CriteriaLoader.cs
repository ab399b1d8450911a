using System.Text.Json;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>Reads the criteria from their documents, or refuses them with every problem listed.</summary>
public static class CriteriaLoader
{
    private const int OldestSchema = 1,
        Schema = 3;

    /// <summary>The schema in which residents, suspicions and steps came.</summary>
    internal const int PeersSince = 2;

    /// <summary>The schema in which facts, levels and criteria of version 1.1 came.</summary>
    internal const int CareSince = 3;

    private const int MostDays = 3650;
    private const int MaxItems = 500;
    private const int LargestPercent = 200;
    private const int LargestWeight = 100_00;
    private const int LongestFresh = 3650,
        MostResidents = 1000;

    /// <summary>Reads the criteria.</summary>
    /// <exception cref="DataException">Anything is wrong; names every problem with file and path.</exception>
    public static CriteriaSet Load(DataDocument document)
    {
        var problems = new Problems();
        if (document.Files.Count != 1 || ObjectReader.Open(document.Files[0].Content, document.Files[0].Name, problems) is not { } reader)
            throw new DataException("The criteria", ["must be one document, an object"]);
        var schema = reader.Require("schema").Integer("schema", OldestSchema, Schema) ?? Schema;
        reader.Text("about");
        var fit = Part(reader, "fit", ReadFit) ?? [];
        var leastMet = Part(reader, "leastMet", ReadLeastMet) ?? [];
        var groups = reader.Require("diagnosisGroups").ObjectList("diagnosisGroups", ReadGroup, MaxItems) ?? [];
        var facts = reader.Require("facts").ObjectList("facts", ReadFact, MaxItems) ?? [];
        var criteria = reader.Require("criteria").ObjectList("criteria", item => ReadCriterion(item, fit, schema), MaxItems) ?? [];
        var (byNeed, byGround, together) = Part(reader, "ladder", ReadLadder);
        var confidence = Part(reader, "confidence", ReadConfidence) ?? new ConfidenceSettings(0, 0);
        var suspicions = schema >= PeersSince ? reader.Require("suspicions").ObjectList("suspicions", ReadSuspicion, MaxItems) ?? [] : [];
        var steps = schema >= PeersSince ? reader.Require("steps").ObjectList("steps", ReadStep, MaxItems) ?? [] : [];
        var peers = schema >= PeersSince ? Part(reader, "peers", ReadPeers) : null;
        var care = schema >= CareSince ? Part(reader, "care", CareSettingsReader.Read) : null;
        reader.Close();

        if (schema >= PeersSince)
            CriteriaChecks.Suspicions(suspicions, schema, reader);
        CriteriaChecks.Groups(groups, reader);
        CriteriaChecks.Facts(facts, groups, schema, reader);
        CriteriaChecks.Criteria(criteria, schema, reader);
        DataException.ThrowIfAny("The criteria", problems);
        var ordered = CriterionShape
            .All.Where(shape => shape.Since <= schema)
            .Select(shape => criteria.First(criterion => criterion.Shape == shape))
            .ToArray();
        return new CriteriaSet(document.Version, ordered, facts, groups, byNeed, byGround, together, leastMet, confidence, peers)
        {
            Suspicions = suspicions,
            Steps = steps,
            Care = care,
        };
    }

    private static SuspicionMeaning ReadSuspicion(ObjectReader reader) =>
        new(
            reader.Require("fact").Text("fact", 100) ?? "",
            reader.Require("confirmedPercent").Integer("confirmedPercent", 0, 100) ?? 0,
            reader.Require("step").Text("step", 60) ?? "",
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false
        );

    private static StepDuration ReadStep(ObjectReader reader) =>
        new(
            reader.Require("step").Text("step", 60) ?? "",
            reader.Require("usualDays").Integer("usualDays", 0, MostDays) ?? 0,
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false
        );

    private static int[][] ReadFit(ObjectReader reader)
    {
        var fit = Terms<NeedStrength>.All.Select(_ => new int[CriterionShape.All[0].Features.Count]).ToArray();
        foreach (var strength in Terms<NeedStrength>.All.Skip(1))
        {
            Part(
                reader,
                Terms<NeedStrength>.Text(strength),
                row =>
                {
                    foreach (var capability in Terms<CapabilityStrength>.All)
                        fit[(int)strength][(int)capability] = Percent(row, Terms<CapabilityStrength>.Text(capability));
                    return row;
                }
            );
        }

        // A better fit never scores lower; and the stronger the need, the more a better fit is worth: so more of a need never
        // favours the place that meets it less.
        for (var capability = 1; capability < Terms<CapabilityStrength>.All.Count; capability++)
        {
            var before = 0;
            for (var strength = 1; strength < fit.Length; strength++)
            {
                var gain = fit[strength][capability] - fit[strength][capability - 1];
                if (gain < before || gain < 0)
                    reader.Fault(
                        Terms<NeedStrength>.AllTexts[strength],
                        "a better capability must be worth more, the more so the stronger the need"
                    );
                before = gain;
            }
        }
        return fit;
    }

    private static CapabilityStrength[] ReadLeastMet(ObjectReader reader) =>
        [
            CapabilityStrength.None,
            .. Terms<NeedStrength>
                .AllTexts.Skip(1)
                .Select(strength => reader.Require(strength).Enum<CapabilityStrength>(strength) ?? default),
        ];

    private static DiagnosisGroup ReadGroup(ObjectReader reader) =>
        new(reader.Require("group").Text("group", 40) ?? "", Texts(reader, "codes"));

    private static FactMeaning ReadFact(ObjectReader reader)
    {
        var answers = new Dictionary<string, AnswerMeaning>(StringComparer.Ordinal);
        Part(
            reader,
            "answers",
            part =>
            {
                foreach (var name in part.Names())
                {
                    if (part.Object(name) is not { } answer)
                        continue;
                    answers[name] = new AnswerMeaning(
                        answer.Require("share").Integer("share", 0, 1000) ?? 0,
                        answer.Has("needs") ? Part(answer, "needs", ReadNeeds) ?? [] : []
                    );
                    answer.Raw("needs");
                    answer.Close();
                }
                return part;
            }
        );
        return new FactMeaning(
            reader.Require("fact").Text("fact", 100) ?? "",
            reader.Require("step").Text("step", 60) ?? "",
            answers,
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false
        );
    }

    private static KeyValuePair<Need, NeedStrength>[] ReadNeeds(ObjectReader reader)
    {
        var needs = new List<KeyValuePair<Need, NeedStrength>>();
        foreach (var name in reader.Names())
        {
            if (!Terms<Need>.TryParse(name, out var need))
                reader.Fault(JsonText.Shown(name), "is not a need");
            else if (reader.Enum<NeedStrength>(name) is { } strength)
                needs.Add(KeyValuePair.Create(need, strength));
        }
        return [.. needs];
    }

    private static Criterion? ReadCriterion(ObjectReader reader, int[][] fit, int schema)
    {
        var code = reader.Require("code").Text("code", 60);
        var shape = CriterionShape.All.FirstOrDefault(shape => shape.Code == code);
        if (shape is null)
            reader.Fault("code", "is not a criterion the engine knows");
        var (danish, english) = Part(
            reader,
            "rationale",
            part => (part.Require("da").Text("da") ?? "", part.Require("en").Text("en") ?? "")
        );
        var points = Hundredths(reader, "points");
        var (low, high) = (Hundredths(reader, "low"), Hundredths(reader, "high"));
        if (low <= 0 || low > points || points > high)
            reader.Fault("points", "must be above zero and within low and high");
        var percent =
            shape is null ? []
            : shape.Need is not null ? fit
            : Part(reader, "table", part => ReadTable(part, shape, schema)) ?? [];
        var source = reader.Require("source").Text("source") ?? "";
        var verified = reader.Require("verified").Boolean("verified") ?? false;
        return shape is null ? null : new Criterion(shape, points, low, high, percent, danish, english, source, verified);
    }

    private static int[][] ReadTable(ObjectReader reader, CriterionShape shape, int schema)
    {
        var table = shape.States.Select(_ => new int[shape.Features.Count]).ToArray();
        foreach (var name in reader.Names())
        {
            var state = shape.States.ToList().IndexOf(name);
            if (state < 0)
            {
                reader.Fault(JsonText.Shown(name), $"must be one of: {string.Join(", ", shape.States)}");
                continue;
            }
            Part(
                reader,
                name,
                row =>
                {
                    for (var feature = 0; feature < shape.Features.Count; feature++)
                        table[state][feature] = row.Has(shape.Features[feature]) ? Percent(row, shape.Features[feature]) : 0;
                    return row;
                }
            );
        }
        if (schema < CareSince)
            LevelTables.Complete(table, shape);
        if (shape.FirstStateIsUnknown && Array.Exists(table[0], percent => percent != 0))
            reader.Fault(shape.States[0], "must score nothing for or against");
        if (shape.FirstFeatureIsNeutral && Array.Exists(table, row => row[0] != 0))
            reader.Fault(shape.Features[0], "must score nothing for or against");
        if (shape.Code is CriterionShape.ChildWish or CriterionShape.ParentsWish && (table[1][1] <= 0 || table[1][2] >= 0))
            reader.Fault("asked", "a wish to go there must count for, a wish to avoid it against");
        if (shape.Code == CriterionShape.Intrusion && !LevelTables.IsLadder(table, schema))
            reader.Fault("", "a level up to the justified one must score zero, and each step above it less than the step below");
        if (shape.IsAboutPeers)
            CheckPeers(reader, shape, table);
        return table;
    }

    /// <summary>
    /// Nobody is placed for the sake of who lives there: residents count against a place or not at all, the more so the greater the risk.
    /// </summary>
    private static void CheckPeers(ObjectReader reader, CriterionShape shape, int[][] table)
    {
        if (Array.Exists(table, row => row[1] != 0))
            reader.Fault(shape.Features[1], "must score nothing for or against");
        if (Array.Exists(table, row => Array.Exists(row, percent => percent > 0)))
            reader.Fault("", "residents must not count for a place");
        if (shape.Code == CriterionShape.PeerGang && Array.Exists(table, row => row[3] > row[2]))
            reader.Fault("", "a conflict between gangs must not count less than gang ties");
        if (shape.Code == CriterionShape.PeerSelfHarm && table.Skip(2).Zip(table.Skip(1)).Any(rows => rows.First[2] > rows.Second[2]))
            reader.Fault("", "many who harm themselves must not count less the stronger the need");
    }

    private static (Level[][] ByNeed, Level?[] ByGround, NeedsTogether? Together) ReadLadder(ObjectReader reader)
    {
        var byNeed = Terms<Need>.All.Select(_ => new Level[Terms<NeedStrength>.All.Count]).ToArray();
        Part(
            reader,
            "needs",
            needs =>
            {
                foreach (var need in Terms<Need>.All)
                {
                    Part(
                        needs,
                        Terms<Need>.Text(need),
                        row =>
                        {
                            foreach (var strength in Terms<NeedStrength>.All.Skip(1))
                            {
                                var word = Terms<NeedStrength>.Text(strength);
                                byNeed[(int)need][(int)strength] = row.Require(word).Enum<Level>(word) ?? default;
                                if (byNeed[(int)need][(int)strength] < byNeed[(int)need][(int)strength - 1])
                                    row.Fault(word, "a stronger need must not justify less");
                            }
                            return row;
                        }
                    );
                }
                return needs;
            }
        );
        var byGround = new Level?[Terms<Ground>.All.Count];
        Part(
            reader,
            "grounds",
            grounds =>
            {
                foreach (var ground in Terms<Ground>.All)
                    byGround[(int)ground] = grounds.Enum<Level>(Terms<Ground>.Text(ground));
                return grounds;
            }
        );
        return (byNeed, byGround, reader.Has("together") ? Part(reader, "together", ReadTogether) : null);
    }

    private static NeedsTogether ReadTogether(ObjectReader reader)
    {
        var least = new NeedStrength[Terms<Need>.All.Count];
        Part(
            reader,
            "needs",
            needs =>
            {
                foreach (var need in Terms<Need>.All)
                    least[(int)need] = needs.Enum<NeedStrength>(Terms<Need>.Text(need)) ?? NeedStrength.None;
                return needs;
            }
        );
        return new NeedsTogether(
            least,
            reader.Require("count").Integer("count", 2, Terms<Need>.All.Count) ?? 2,
            reader.Require("justifies").Enum<Level>("justifies") ?? default
        );
    }

    private static ConfidenceSettings ReadConfidence(ObjectReader reader) =>
        new(
            reader.Require("clearLeadPercent").Integer("clearLeadPercent", 1, 100) ?? 0,
            reader.Require("intervalPercent").Integer("intervalPercent", 1, 100) ?? 0
        );

    private static PeerSettings ReadPeers(ObjectReader reader) =>
        new(
            reader.Require("ageGapYears").Integer("ageGapYears", 1, Age.Oldest) ?? 1,
            reader.Require("manyPercent").Integer("manyPercent", 1, 100) ?? 1,
            reader.Require("manyLeast").Integer("manyLeast", 1, MostResidents) ?? 1,
            reader.Require("freshDays").Integer("freshDays", 1, LongestFresh) ?? 1,
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false
        );

    private static int Percent(ObjectReader reader, string field) =>
        reader.Require(field).Integer(field, -LargestPercent, LargestPercent) ?? 0;

    private static int Hundredths(ObjectReader reader, string field)
    {
        if (reader.Require(field).Raw(field) is not { } value)
            return 0;
        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDecimal(out var points)
            && points * 100 == decimal.Truncate(points * 100)
            && points * 100 is >= 0 and <= LargestWeight
        )
            return (int)(points * 100);
        reader.Fault(field, "must be points from 0 to 100 with at most two decimals");
        return 0;
    }

    private static string[] Texts(ObjectReader reader, string field)
    {
        if (
            reader.Require(field).Raw(field) is { ValueKind: JsonValueKind.Array } list
            && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
        )
            return [.. list.EnumerateArray().Select(item => item.GetString()!)];
        reader.Fault(field, "must be a list of texts");
        return [];
    }

    private static T? Part<T>(ObjectReader reader, string field, Func<ObjectReader, T> read)
    {
        if (reader.Require(field).Object(field) is not { } part)
            return default;
        var value = read(part);
        part.Close();
        return value;
    }
}
