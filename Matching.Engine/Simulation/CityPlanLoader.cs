using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Simulation;

/// <summary>Reads the plan of the synthetic city from its document, or refuses it with every problem listed.</summary>
public static class CityPlanLoader
{
    private const int Schema = 1;
    private const int MostArrivals = 10_000,
        MostIntervals = 216,
        MostWeight = 1000,
        MostBeds = 1000,
        MostYears = 10;
    private const int FirstOlderAge = 16,
        Youngest = 12;

    /// <summary>Reads the plan.</summary>
    /// <param name="document">The document.</param>
    /// <param name="catalogue">The places it may name.</param>
    /// <exception cref="DataException">Anything is wrong; names every problem with file and path.</exception>
    public static CityPlan Load(DataDocument document, Catalogue catalogue)
    {
        var problems = new Problems();
        if (document.Files.Count != 1 || ObjectReader.Open(document.Files[0].Content, document.Files[0].Name, problems) is not { } reader)
            throw new DataException("The simulation", ["must be one document, an object"]);
        reader.Require("schema").Integer("schema", Schema, Schema);
        reader.Text("about");
        var groups = reader.Require("groups").ObjectList("groups", ReadGroup) ?? [];
        var urgency = reader.Fact(
            "urgency",
            fact => Part(fact, "value", part => Terms<Urgency>.AllTexts.Select(word => Integer(part, word, 0, MostWeight)).ToArray()) ?? []
        );
        var wishes = Part(reader, "wishes", part => (Percent(part, "preferPercent"), Percent(part, "avoidPercent")));
        var plan = new CityPlan(
            document.Version,
            [.. groups.OrderBy(group => group.Group)],
            urgency.Value,
            Percent(reader, "earlierBreakdownPercent"),
            Percent(reader, "furtherDiagnosisPercent"),
            wishes.Item1,
            wishes.Item2,
            Part(reader, "unknown", ReadUnknown) ?? [],
            Part(reader, "beds", part => ReadBeds(part, catalogue))!,
            Part(reader, "practice", part => new PracticePlan(Percent(part, "otherLevelPercent"), Percent(part, "otherPlacePercent")))!,
            Count(reader, "comparedYears", 1, MostYears)
        );
        foreach (var group in Terms<ChildGroup>.All.Where(group => groups.Count(one => one.Group == group) != 1))
            reader.Fault("groups", $"must hold {Terms<ChildGroup>.Text(group)} once");
        if (urgency.Value is { } weights && weights.Sum() == 0)
            reader.Fault("urgency.value", "must hold a weight above 0");
        if (wishes is ({ } prefer, { } avoid) && prefer.Value + avoid.Value > 100)
            reader.Fault("wishes", "must not add up to more than 100");
        reader.Close();
        DataException.ThrowIfAny("The simulation", problems);
        return plan;
    }

    private static GroupPlan ReadGroup(ObjectReader reader)
    {
        var group = new GroupPlan(
            reader.Require("group").Enum<ChildGroup>("group") ?? default,
            Count(reader, "arrivalsPerYear", 0, MostArrivals),
            reader.Fact("stayIntervals", ReadIntervals).Value ?? new IntervalRange(1, 1),
            reader.Fact("ages", ReadAges).Value ?? [],
            ReadTraits(reader),
            reader.Fact("diagnoses", fact => fact.Require("value").ObjectList("value", ReadCode)).Value ?? []
        );
        if (group.Diagnoses.Sum(code => code.Weight) == 0)
            reader.Fault("diagnoses.value", "must hold a weight above 0");
        if (group.Traits.Count > 0)
            CheckTraits(group, reader);
        return group;
    }

    /// <summary>The shares; empty when one of them is at fault, for then nothing can be said about all together.</summary>
    private static Fact<int>[] ReadTraits(ObjectReader reader)
    {
        var read =
            Part(
                reader,
                "traits",
                part =>
                    Terms<Trait>
                        .AllTexts.Select(trait => part.Fact(trait, fact => fact.Require("value").Integer("value", 0, 100)))
                        .ToArray()
            ) ?? [];
        return Array.TrueForAll(read, fact => fact.Value is not null)
            ? [.. read.Select(fact => new Fact<int>(fact.Value!.Value, fact.Source, fact.Verified))]
            : [];
    }

    /// <summary>Shares that no group of children can have together.</summary>
    private static void CheckTraits(GroupPlan group, ObjectReader reader)
    {
        var (crime, use, neither, alone, harm) = (
            Of(Trait.Crime),
            Of(Trait.SubstanceUse),
            Of(Trait.NeitherCrimeNorSubstanceUse),
            Of(Trait.SelfHarmAlone),
            Of(Trait.SelfHarm)
        );
        var calm = (100 - Of(Trait.Externalising)) * (100 - harm) / 100.0;
        var (absconding, noProblem) = (Of(Trait.Absconding), 100 - Of(Trait.BehaviourProblems));
        Check(
            neither >= 100 - crime - use && neither <= 100 - Math.Max(crime, use),
            Trait.NeitherCrimeNorSubstanceUse,
            "cannot be so with these shares of crime and substance-use"
        );
        Check(
            alone <= Math.Min(harm, neither) && harm - alone <= 100 - neither,
            Trait.SelfHarmAlone,
            "cannot be so with these shares of self-harm and neither-crime-nor-substance-use"
        );
        Check(
            Of(Trait.YouthCrimeBoard) <= Math.Min(crime, Of(Trait.Compulsory)),
            Trait.YouthCrimeBoard,
            "must not lie above crime or compulsory: the board decides because of crime"
        );
        Check(
            Of(Trait.DiagnosisConfirmed) + Of(Trait.DiagnosisSuspected) <= 100,
            Trait.DiagnosisSuspected,
            "must not add up to more than 100 with diagnosis-confirmed"
        );
        Check(
            noProblem <= calm && absconding >= calm - noProblem && absconding <= 100 - noProblem,
            Trait.BehaviourProblems,
            "cannot be so with these shares of externalising, self-harm and absconding"
        );

        int Of(Trait trait) => group.Traits[Terms<Trait>.Position(trait)].Value;

        void Check(bool holds, Trait trait, string message)
        {
            if (!holds)
                reader.Fault($"traits.{Terms<Trait>.Text(trait)}", message);
        }
    }

    private static IntervalRange? ReadIntervals(ObjectReader fact) =>
        Part(
            fact,
            "value",
            part =>
            {
                var range = new IntervalRange(Integer(part, "min", 1, MostIntervals), Integer(part, "max", 1, MostIntervals));
                if (range.Min > range.Max)
                    part.Fault("min", "must not lie above max");
                return range;
            }
        );

    private static Dictionary<int, int>? ReadAges(ObjectReader fact) =>
        Part(
            fact,
            "value",
            part =>
            {
                var ages = Enumerable
                    .Range(Youngest, Age.Oldest - Youngest + 1)
                    .ToDictionary(age => age, age => Integer(part, $"{age}", 0, MostWeight));
                if (
                    ages.Where(age => age.Key < FirstOlderAge).Sum(age => age.Value) == 0
                    || ages.Where(age => age.Key >= FirstOlderAge).Sum(age => age.Value) == 0
                )
                    part.FaultHere("must hold a weight above 0 both for 12-15 and for 16-17");
                return ages;
            }
        );

    private static WeightedCode ReadCode(ObjectReader reader)
    {
        var code = reader.Require("code").Text("code", 10) ?? "";
        if (Diagnosis.ParseCode(code) != code || !Diagnosis.HasCategory(code))
            reader.Fault("code", "must be an ICD-10 code such as F90.0");
        return new WeightedCode(code, Integer(reader, "weight", 0, MostWeight));
    }

    private static Dictionary<string, int> ReadUnknown(ObjectReader reader)
    {
        var common = Percent(reader, "percent").Value;
        var percents = Facts
            .All.Where(fact => !fact.OpensGates && !fact.IsRefinement)
            .ToDictionary(fact => fact.Path, _ => common, StringComparer.Ordinal);
        Part(
            reader,
            "facts",
            facts =>
            {
                foreach (var path in facts.Names())
                {
                    if (percents.ContainsKey(path))
                        percents[path] = Percent(facts, path).Value;
                    else
                        facts.Fault(JsonText.Shown(path), "is not a fact that can be unknown here");
                }
                return facts;
            }
        );
        return percents;
    }

    private static BedPlan ReadBeds(ObjectReader reader, Catalogue catalogue) =>
        new(
            Count(reader, "whenUnknown", 1, MostBeds),
            Percent(reader, "openPercent"),
            Part(
                reader,
                "openPercentByPlace",
                places =>
                {
                    var percents = new Dictionary<string, Fact<int>>(StringComparer.Ordinal);
                    foreach (var id in places.Names())
                    {
                        percents[id] = Percent(places, id);
                        if (!catalogue.TryFind(id, out _))
                            places.Fault(JsonText.Shown(id), "is not a place of the catalogue");
                    }
                    return percents;
                }
            ) ?? []
        );

    private static Fact<int> Percent(ObjectReader reader, string field) => Count(reader, field, 0, 100);

    private static Fact<int> Count(ObjectReader reader, string field, int least, int most) =>
        reader.Fact(field, fact => fact.Require("value").Integer("value", least, most) ?? least);

    private static int Integer(ObjectReader reader, string field, int least, int most) =>
        reader.Require(field).Integer(field, least, most) ?? least;

    private static T? Part<T>(ObjectReader reader, string field, Func<ObjectReader, T> read)
    {
        if (reader.Require(field).Object(field) is not { } part)
            return default;
        var value = read(part);
        part.Close();
        return value;
    }
}
