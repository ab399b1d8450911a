using Matching.Api.Rankings;
using Matching.Api.Stays;
using Matching.Engine.Learning;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;
using static Matching.Tests.Api.Stays.StayFile;

namespace Matching.Tests.Api.Stays;

/// <summary>What a file of stays says is read: its columns, its cells, and what was known of the child when.</summary>
public sealed class StayCsvTests
{
    [Test]
    public void The_shipped_example_reads()
    {
        using var stays = File.OpenRead(RepositoryFiles.PathOf("data", "training", "example.csv"));
        using var attributes = File.OpenRead(RepositoryFiles.PathOf("data", "training", "example-protected.csv"));
        var read = StayCsv.Read(stays, TestReferenceData.Shipped, attributes, today: new DateOnly(2026, 11, 22));

        Assert.That(read.Faults, Is.Empty);
        var set = read.Imported!.Set;
        Assert.That(
            set.Stays.Select(stay => (stay.PlacementId, stay.Ending)),
            Is.EqualTo(
                new (string, StayEnding?)[]
                {
                    ("childrens-home-general", StayEnding.BreakdownPlace),
                    ("skodsborg", StayEnding.Planned),
                    ("nexus-open", StayEnding.BreakdownChild),
                    ("nexus", StayEnding.Transfer),
                    ("foster-general", null),
                    ("skodsborg", StayEnding.BreakdownBoth),
                    ("youth-residence-general", StayEnding.TurnedEighteen),
                    ("girls-residence", StayEnding.Transfer),
                    ("regional-partially-closed-general", null),
                    ("project-place-countryside", null),
                }
            )
        );
        Assert.That(read.Imported.LeftOut, Is.EqualTo(new LeftOutStays(2, 2, 0, 0)));
        Assert.That(set.Stays.Select(stay => stay.Escalated), Is.EqualTo(Enumerable.Range(0, 10).Select(i => i == 3)));
        Assert.That(set.Stays[0].FactsAsOf, Is.EqualTo(new DateOnly(2022, 1, 28)), "the latest day counts");
        Assert.That(set.Stays[1].StrongNeeds, Does.Contain(Need.SelfHarmProtection));
        Assert.That(
            (
                Word(set.Stays[0], "protective-factors"),
                Word(set.Stays[4], "protective-factors"),
                Word(set.Stays[2], "protective-factors"),
                Word(set.Stays[7], "protective-factors")
            ),
            Is.EqualTo(("one", "several", "none", "unknown"))
        );
        Assert.That(Word(set.Stays[6], "age"), Is.EqualTo("16-17"), "the age on the first day");
        Assert.That(set.ProtectedByChild["child-b"]["ethnicOrigin"], Is.EqualTo("other"));
        Assert.That(set.ProtectedByChild["child-c"].Keys, Is.EqualTo(new[] { "ethnicOrigin" }), "an empty cell is not known");
        Assert.That(set.ProtectedByChild.Keys, Does.Not.Contain("child-i"), "a child that is left out is not in the set");
    }

    [Test]
    public void Every_fact_of_a_request_has_a_column_and_no_other()
    {
        string[] lists = ["child", "wishes", "legal", "home", "safety", "handover"];
        var fields = typeof(RankingRequestShape)
            .GetProperties()
            .Select(property => Camel(property.Name))
            .Except(["caseReference", "asOf", "mode", .. lists])
            .Concat(typeof(ChildShape).GetProperties().Select(property => $"child.{Camel(property.Name)}"))
            .Concat(typeof(WishesShape).GetProperties().Select(property => $"wishes.{Camel(property.Name)}"))
            .Concat(typeof(LegalShape).GetProperties().Select(property => $"legal.{Camel(property.Name)}"))
            .Concat(typeof(HomeShape).GetProperties().Select(property => $"home.{Camel(property.Name)}"))
            .Concat(typeof(SafetyShape).GetProperties().Select(property => $"safety.{Camel(property.Name)}"))
            // What a child speaks is never learnt from.
            .Except(["child.languages"]);
        Assert.That(StayColumns.Facts.Select(fact => fact.Path), Is.EquivalentTo(fields));
    }

    [Test]
    public void Every_column_is_documented()
    {
        var page = File.ReadAllText(RepositoryFiles.PathOf("data", "training", "README.md"));
        foreach (var column in StayColumns.Required.Concat(StayColumns.Facts.Select(fact => fact.Path)))
            Assert.That(page, Does.Contain($"`{column}`").Or.Contain($"`.{column.Split('.')[^1]}`"), column);
    }

    [Test]
    public void The_order_of_rows_is_kept_and_columns_may_stand_in_any_order()
    {
        var read = Read(
            "child.ageYears,factsAsOf,watchedUntil,track,reportedBy,movedTo,endedBy,ending,end,start,placement,child,stay",
            "15,2024-01-20,,social,,,,planned,2024-05-01,2024-02-01,nexus,b,s2",
            "14,2024-01-20,,social,,,,planned,2024-05-01,2024-02-01,nexus,a,s1"
        );
        Assert.That(read.Faults, Is.Empty);
        Assert.That(read.Imported!.Set.Stays.Select(stay => stay.Child), Is.EqualTo(new[] { "b", "a" }));
    }

    [Test]
    public void The_version_is_that_of_the_bytes()
    {
        var (one, same, other) = (Read(Head, Begun), Read(Head, Begun), Read(Head, Begun + " "));
        Assert.That(one.Imported!.Set.Version, Is.EqualTo(same.Imported!.Set.Version).And.Match("^[0-9a-f]{32}$"));
        Assert.That(other.Imported!.Set.Version, Is.Not.EqualTo(one.Imported.Set.Version));
    }

    [TestCase("none", "none")]
    [TestCase("\"\"\"none\"\"\"", "none")]
    [TestCase("severe", "severe")]
    [TestCase("", "unknown")]
    [TestCase("null", "unknown")]
    public void A_cell_is_a_bare_word_or_json_and_empty_is_not_known(string cell, string word) =>
        Assert.That(Word(Read(Head + ",child.selfHarm", $"{Begun},{cell}").Imported!.Set.Stays.Single(), "self-harm"), Is.EqualTo(word));

    [TestCase("supportive-adult", "one")]
    [TestCase("supportive-adult; good-cognition", "two")]
    [TestCase("\"[\"\"supportive-adult\"\",\"\"good-cognition\"\",\"\"leisure-activity\"\"]\"", "several")]
    [TestCase("[]", "none")]
    [TestCase("", "unknown")]
    public void A_list_of_words_is_separated_by_semicolons_or_json(string cell, string word) =>
        Assert.That(
            Word(Read(Head + ",child.protectiveFactors", $"{Begun},{cell}").Imported!.Set.Stays.Single(), "protective-factors"),
            Is.EqualTo(word)
        );

    [Test]
    public void A_stay_before_the_first_day_of_the_rules_is_read()
    {
        var stay = Read(
            Head.Replace("ageYears", "birthDate", StringComparison.Ordinal),
            "s1,a,nexus,2009-05-07,2009-06-07,planned,,,,social,,2009-05-01,1993-05-07"
        )
            .Imported!.Set.Stays.Single();
        Assert.That((Word(stay, "age"), stay.Days), Is.EqualTo(("16-17", 31)), "sixteen on the first day");
    }

    [Test]
    public void A_row_without_any_fact_knows_the_place_alone()
    {
        var stay = Read(Head, "s1,a,nexus,2024-02-01,,,,,,social,2024-03-02,,").Imported!.Set.Stays.Single();
        Assert.That((stay.FactsAsOf, stay.Sex, stay.Days, stay.Ending), Is.EqualTo(((DateOnly?)null, (Sex?)null, 30, (StayEnding?)null)));
        Assert.That(OutcomeFeature.All.Where((_, i) => stay.Bins[i] != 0).Select(feature => feature.Code), Is.EqualTo(new[] { "level" }));
        Assert.That(Word(stay, "level"), Is.EqualTo("partially-closed"));
    }

    [Test]
    public void Courts_stays_and_those_of_no_known_track_are_left_out_and_counted()
    {
        var read = Read(
            Head,
            Row("s1", "a", track: "remand"),
            Row("s2", "a", track: "sentence", start: "2024-06-01", end: "2024-07-01"),
            Row("s3", "b", track: "youth-sanction"),
            Row("s4", "c", track: ""),
            Row("s5", "d", track: "youth-crime-board")
        );
        Assert.That(read.Faults, Is.Empty);
        Assert.That((read.Imported!.Set.Stays.Single().Child, read.Imported.LeftOut), Is.EqualTo(("d", new LeftOutStays(3, 2, 1, 1))));
    }

    // ── leakage ──

    [Test]
    public void A_fact_dated_after_the_start_is_refused_with_both_dates()
    {
        Refused(
            "row 2, factsAsOf: 2024-02-02 lies after the start, 2024-02-01: what was known later must not be learnt from",
            Head,
            Row("s1", "a", factsAsOf: "2024-02-02")
        );
        Refused(
            "row 2, child.selfHarm.asOf: 2024-03-01 lies after the start, 2024-02-01: what was known later must not be learnt from",
            Head + ",child.selfHarm,child.selfHarm.asOf",
            Begun + ",severe,2024-03-01"
        );
    }

    [Test]
    public void A_fact_dated_on_the_first_day_is_taken() =>
        Assert.That(
            Read(Head + ",child.selfHarm,child.selfHarm.asOf", Begun + ",severe,2024-02-01").Imported!.Set.Stays.Single().FactsAsOf,
            Is.EqualTo(new DateOnly(2024, 2, 1))
        );

    [Test]
    public void A_fact_without_a_date_is_refused_and_one_with_its_own_is_not()
    {
        Refused(
            "row 2, child.ageYears: has no date: factsAsOf or child.ageYears.asOf must say when it was known",
            Head,
            Row("s1", "a", factsAsOf: "")
        );
        Assert.That(Read(Head + ",child.ageYears.asOf", Row("s1", "a", factsAsOf: "") + ",2024-01-15").Faults, Is.Empty);
    }

    [TestCase("from", "2024-02-02")]
    [TestCase("to", "2024-05-01")]
    public void An_earlier_placement_that_is_younger_than_the_stay_is_leakage(string field, string day) =>
        Refused(
            $"row 2, child.placements: {day} lies after the start, 2024-02-01: what was known later must not be learnt from",
            Head + ",child.placements",
            $$"""{{Begun}},"[{""level"":""foster"",""{{field}}"":""{{day}}"",""ending"":""breakdown""}]" """.TrimEnd()
        );

    // ── columns ──

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
