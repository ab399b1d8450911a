using System.Text;
using Matching.Api.Rankings;
using Matching.Api.Stays;
using Matching.Engine.Learning;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Stays;

/// <summary>A file of stays is read whole or refused with every fault by row and column.</summary>
public sealed class StayCsvTests
{
    const string Head = "stay,child,placement,start,end,ending,endedBy,movedTo,reportedBy,track,watchedUntil,factsAsOf,child.ageYears";
    const string Begun = "s1,a,nexus,2024-02-01,2024-05-01,planned,,,,social,,2024-01-20,15";

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
        string[] lists = ["child", "wishes", "legal"];
        var fields = typeof(RankingRequestShape)
            .GetProperties()
            .Select(property => Camel(property.Name))
            .Except(["caseReference", "asOf", "mode", .. lists])
            .Concat(typeof(ChildShape).GetProperties().Select(property => $"child.{Camel(property.Name)}"))
            .Concat(typeof(WishesShape).GetProperties().Select(property => $"wishes.{Camel(property.Name)}"))
            .Concat(typeof(LegalShape).GetProperties().Select(property => $"legal.{Camel(property.Name)}"));
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

    [TestCase("ethnicOrigin")]
    [TestCase("child.ethnicOrigin")]
    [TestCase("origin")]
    [TestCase("Nationality")]
    [TestCase("district")]
    [TestCase("home_municipality")]
    [TestCase("religion")]
    [TestCase("bydel")]
    public void A_protected_attribute_is_never_a_column(string column) =>
        Refused(
            $"row 1, {column}: is a protected attribute: it belongs in the separate file of protected attributes, for audits only, "
                + $"and is never a feature",
            $"{Head},{column}",
            Begun + ",x"
        );

    [TestCase("teamChoice")]
    [TestCase("pastChoice")]
    [TestCase("recommendation")]
    [TestCase("recommended.placement")]
    public void The_teams_own_choice_is_never_a_column(string column) =>
        Refused(
            $"row 1, {column}: is the team's own choice: it is neither a feature nor an outcome, and a model that learnt it would "
                + $"repeat it",
            $"{Head},{column}",
            Begun + ",x"
        );

    [TestCase("child.selfharm", "is not a known column")]
    [TestCase("child.selfHarm.asof", "is not a known column")]
    [TestCase("caseReference", "is not a known column")]
    [TestCase("", "is not a known column")]
    [TestCase("child.ageYears", "is there twice")]
    public void A_column_nobody_knows_or_that_is_there_twice_is_refused(string column, string message) =>
        Refused($"row 1, {column}: {message}", $"{Head},{column}", Begun + ",x");

    [Test]
    public void A_missing_column_is_refused() =>
        Refused("row 1, watchedUntil: is missing", Head.Replace("watchedUntil,", "", StringComparison.Ordinal), Begun);

    [Test]
    public void Columns_that_are_separated_otherwise_are_told_so() =>
        Assert.That(
            Lines(Read(Head.Replace(',', ';'), Begun.Replace(',', ';'))),
            Does.Contain("row 1, stay: is missing; columns are separated by commas")
        );

    // ── rows ──

    [Test]
    public void An_end_before_the_start_is_refused() =>
        Refused("row 2, end: 2024-01-31 lies before the start, 2024-02-01", Head, Row("s1", "a", end: "2024-01-31"));

    [Test]
    public void An_ending_without_an_end_is_refused() => Refused("row 2, end: is required", Head, Row("s1", "a", end: ""));

    [Test]
    public void An_end_without_an_ending_is_refused() => Refused("row 2, ending: is required", Head, Row("s1", "a", ending: ""));

    [TestCase("breakdown", "", "", "endedBy: is required for the ending breakdown")]
    [TestCase("planned", "child", "", "endedBy: is told of the ending breakdown only")]
    [TestCase("transfer", "", "", "movedTo: is required for the ending transfer")]
    [TestCase("breakdown", "both", "secure", "movedTo: is told of the ending transfer only")]
    public void Who_and_whereto_are_told_where_they_belong(string ending, string endedBy, string movedTo, string fault) =>
        Refused($"row 2, {fault}", Head, $"s1,a,nexus,2024-02-01,2024-05-01,{ending},{endedBy},{movedTo},,social,,2024-01-20,15");

    [Test]
    public void A_stay_that_goes_on_needs_the_last_day_it_was_watched_and_no_word_of_an_end()
    {
        Refused(
            "row 2, watchedUntil: is required while the stay has not ended: the last day it was known to go on",
            Head,
            "s1,a,nexus,2024-02-01,,,,,,social,,2024-01-20,15"
        );
        Refused(
            "row 2, reportedBy: is told of a stay that has ended only",
            Head,
            "s1,a,nexus,2024-02-01,,,,,team,social,2024-03-01,2024-01-20,15"
        );
    }

    [Test]
    public void No_day_lies_after_the_last_one_watched()
    {
        Assert.That(
            Lines(Read(Head, "s1,a,nexus,2024-02-01,2024-05-01,planned,,,,social,2024-01-15,2024-01-20,15")),
            Is.EqualTo(
                new[]
                {
                    "row 2, end: 2024-05-01 lies after watchedUntil, 2024-01-15",
                    "row 2, factsAsOf: 2024-01-20 lies after watchedUntil, 2024-01-15",
                    "row 2, start: 2024-02-01 lies after watchedUntil, 2024-01-15",
                }
            )
        );
    }

    [Test]
    public void No_day_lies_after_today()
    {
        var read = StayCsv.Read(
            Bytes(Head, "s1,a,nexus,2024-02-01,,,,,,social,2024-03-02,2024-01-20,15"),
            TestReferenceData.Shipped,
            today: new DateOnly(2024, 3, 1)
        );
        Assert.That(Lines(read), Is.EqualTo(new[] { "row 2, watchedUntil: 2024-03-02 lies after today, 2024-03-01" }));
    }

    [Test]
    public void A_stay_twice_is_refused() => Refused("row 3, stay: is there twice: also in row 2", Head, Begun, Row("s1", "b"));

    [Test]
    public void A_child_in_two_places_at_once_is_refused()
    {
        Refused(
            "row 3, start: lies within another stay of the same child, in row 2: one of them is wrong",
            Head,
            Begun,
            Row("s2", "a", start: "2024-04-30", end: "2024-08-01")
        );
        Refused(
            "row 4, start: lies within another stay of the same child, in row 2: one of them is wrong",
            Head,
            Row("s1", "a", end: "2024-12-01"),
            Row("s2", "b"),
            Row("s3", "a", start: "2024-03-01", end: "2024-04-01")
        );
        Refused(
            "row 2, start: lies within another stay of the same child, in row 3: one of them is wrong",
            Head,
            Row("s2", "a", start: "2024-04-30"),
            "s1,a,nexus,2024-02-01,,,,,,social,2024-09-01,2024-01-20,15"
        );
    }

    [Test]
    public void A_child_that_moves_on_the_last_day_is_in_one_place() =>
        Assert.That(Read(Head, Row("s2", "a", start: "2024-05-01", end: "2024-08-01"), Begun).Faults, Is.Empty);

    [Test]
    public void An_unknown_place_is_refused() =>
        Refused(
            "row 2, placement: is not the id of a placement in the catalogue",
            Head,
            Begun.Replace("nexus", "Nexus", StringComparison.Ordinal)
        );

    [Test]
    public void A_courts_ground_on_another_track_is_refused() =>
        Refused(
            "row 2, track: contradicts legal.grounds, which names a ground that a court gives",
            Head + ",legal.grounds",
            Begun + ",remand-surrogate"
        );

    [TestCase("child.selfHarm", "SEVERE", "child.selfHarm: must be one of: none, mild, moderate, severe")]
    [TestCase("child.birthDate", "2010-01-01", "child.birthDate: exactly one of ageYears and birthDate is required")]
    [TestCase("child.absconding", "\"{\"\"episodes\"\":3}\"", "child.absconding: episodes is not a known field")]
    [TestCase("child.absconding", "3", "child.absconding: must be an object")]
    [TestCase(
        "child.diagnoses",
        "\"[{\"\"code\"\":\"\"F90.0\"\"},{\"\"code\"\":\"\"sad\"\"}]\"",
        "child.diagnoses: [1].code must be an ICD-10 code such as F84, F90.0 or DF900"
    )]
    [TestCase("child.diagnoses", "[{", "child.diagnoses: is not valid JSON, or nested deeper than 32")]
    [TestCase("child.exploitation", "sexual;else", "child.exploitation: [1] must be one of: sexual, criminal")]
    [TestCase("child.traumaExposure", "yes", "child.traumaExposure: must be true or false")]
    [TestCase(
        "wishes.child",
        "\"[{\"\"placementId\"\":\"\"nowhere\"\",\"\"stance\"\":\"\"prefer\"\"}]\"",
        "wishes.child: [0].placementId is not the id of a placement in the catalogue"
    )]
    [TestCase(
        "legal.decidedBy",
        "mayor",
        "legal.decidedBy: must be one of: administration, committee, committee-chair, youth-crime-board, court"
    )]
    [TestCase(
        "child.diagnoses",
        "\"[{\"\"code\"\":\"\"010203-1234\"\"}]\"",
        "child.diagnoses: [0].code must not hold a civil registration number (CPR)"
    )]
    public void A_fact_is_read_as_a_request_reads_it(string column, string cell, string fault)
    {
        var lines = Lines(Read($"{Head},{column}", $"{Begun},{cell}"));
        Assert.That(lines, Does.Contain($"row 2, {fault}"));
        Assert.That(string.Join('\n', lines), Does.Not.Contain("010203-1234").And.Not.Contain("SEVERE"));
    }

    [TestCase("0102031234")]
    [TestCase("a 010203-1234")]
    public void A_civil_registration_number_is_no_pseudonym(string child) =>
        Refused("row 2, child: must not hold a civil registration number (CPR)", Head, Row("s1", child));

    [Test]
    public void A_pseudonym_of_hexadecimal_digits_is_one() => Assert.That(Read(Head, Row("s1", "ab0102031234ff")).Faults, Is.Empty);

    [Test]
    public void Every_fault_is_told_at_once_by_row()
    {
        var read = Read(
            Head + ",child.selfHarm",
            "s1,a,nowhere,2024-02-30,2024-05-01,planned,,,,SOCIAL,,2024-01-20,18,bad",
            ",,,,,,,,,,,,,",
            Begun.Replace("s1", "s2", StringComparison.Ordinal) + ",mild",
            "s1,c,nexus"
        );
        Assert.That(read.Imported, Is.Null);
        Assert.That(
            read.Faults.Select(fault => $"{fault.Row} {fault.Column}"),
            Is.EqualTo(
                new[]
                {
                    "2 child.ageYears",
                    "2 child.selfHarm",
                    "2 placement",
                    "2 start",
                    "2 track",
                    "3 child",
                    "3 placement",
                    "3 start",
                    "3 stay",
                    "3 watchedUntil",
                    "5 ",
                }
            )
        );
        Assert.That(read.Faults[^1].Message, Is.EqualTo("holds 3 cells, the header 14"));
    }

    // ── files ──

    [TestCase("", "the file: is empty: the first row must name the columns")]
    [TestCase("\n", "the file: is empty: the first row must name the columns")]
    public void An_empty_file_is_refused(string text, string fault) => Assert.That(Lines(Read(text)), Is.EqualTo(new[] { fault }));

    [Test]
    public void A_header_alone_is_an_empty_set() => Assert.That(Read(Head).Imported!.Set.Stays, Is.Empty);

    [Test]
    public void Blank_lines_are_passed_over_and_counted() => Refused("row 4, end: is required", Head, "", "", Row("s1", "a", end: ""));

    [TestCase("s1,\"a,nexus", "row 2: has a quote that is never closed")]
    [TestCase("s1,a\"b,nexus,2024-02-01,2024-05-01,planned,,,,social,,2024-01-20,15", "row 2: has a quote in a cell that is not quoted")]
    [TestCase(
        "s1,\"a\"b,nexus,2024-02-01,2024-05-01,planned,,,,social,,2024-01-20,15",
        "row 2: has text after a closing quote; a quote inside a quoted cell is doubled"
    )]
    public void Malformed_quotes_are_refused(string row, string fault) => Refused(fault, Head, row);

    [Test]
    public void A_quote_that_swallows_a_large_file_ends_the_reading_early() =>
        Refused(
            "row 2: is longer than 1048576 bytes: is a quote never closed?",
            [Head, "s1,\"a,nexus", .. Enumerable.Repeat(Begun, 40_000)]
        );

    [Test]
    public void What_is_no_text_is_refused()
    {
        byte[][] spoilt =
        [
            [0],
            [0xC0, 0xAF],
            [0xED, 0xA0, 0x80],
            [0xFF, 0xFE],
            [0x80],
        ];
        foreach (var bytes in spoilt)
            Assert.That(
                Lines(
                    StayCsv.Read(
                        new MemoryStream([.. Encoding.UTF8.GetBytes($"{Head}\n{Begun}\ns2,"), .. bytes, .. ",nexus\n"u8]),
                        TestReferenceData.Shipped
                    )
                ),
                Has.Some.Match("^the file: (is not valid UTF-8|holds a NUL character.*)$")
            );
        Assert.That(
            Lines(StayCsv.Read(new MemoryStream([.. Encoding.UTF8.GetBytes($"{Head}\n{Begun}\n"), 0xE2, 0x82]), TestReferenceData.Shipped)),
            Has.Some.EqualTo("the file: is not valid UTF-8"),
            "half a character at the end"
        );
        Assert.That(
            Lines(StayCsv.Read(new MemoryStream(Encoding.Unicode.GetBytes($"\ufeff{Head}\n{Begun}")), TestReferenceData.Shipped)),
            Has.Some.StartsWith("the file: ")
        );
    }

    [Test]
    public void A_byte_order_mark_and_line_ends_of_another_system_are_read() =>
        Assert.That(
            StayCsv
                .Read(new MemoryStream([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($"{Head}\r\n{Begun}\r\n")]), TestReferenceData.Shipped)
                .Imported!.Set.Stays,
            Has.Count.EqualTo(1)
        );

    [Test]
    public void More_rows_than_are_read_are_refused_and_as_many_are_taken()
    {
        var rows = new[] { Head, Row("s1", "a"), Row("s2", "b"), Row("s3", "c") };
        Assert.That(StayCsv.Read(Bytes(rows), TestReferenceData.Shipped, limits: new CsvLimits(10_000, 3)).Faults, Is.Empty);
        Assert.That(
            Lines(StayCsv.Read(Bytes(rows), TestReferenceData.Shipped, limits: new CsvLimits(10_000, 2))),
            Is.EqualTo(new[] { "row 4: is one more than the 2 that are read" })
        );
    }

    [Test]
    public void A_file_that_never_ends_is_refused_at_its_limit()
    {
        var endless = new Endless();
        Assert.That(
            Lines(StayCsv.Read(endless, TestReferenceData.Shipped, limits: new CsvLimits(2_000_000, 200_000))),
            Is.EqualTo(new[] { "the file: is larger than 2000000 bytes" })
        );
        Assert.That(endless.Given, Is.LessThan(3_000_000));
        Assert.That(
            Lines(StayCsv.Read(Bytes(Head, Begun), TestReferenceData.Shipped, limits: new CsvLimits(100, 10))),
            Is.EqualTo(new[] { "the file: is larger than 100 bytes" })
        );
    }

    [Test]
    public void A_file_of_another_kind_does_not_give_faults_without_end()
    {
        var read = Read([Head, .. Enumerable.Repeat(",,,,,,,,,,,,", 4_000)]);
        Assert.That(
            (read.Faults.Count, read.Faults[^1].ToString()),
            Is.EqualTo((10_001, "row 2002: and all after it were not looked at: there are too many faults already"))
        );
    }

    // ── protected attributes ──

    [TestCase("kid,origin\na,x", "protected attributes, row 1, child: must be the first column")]
    [TestCase("child\na", "protected attributes, row 1: names no attribute")]
    [TestCase("child,origin,origin\na,x,y", "protected attributes, row 1, origin: is there twice")]
    [TestCase("child,origin\na,x\na,y", "protected attributes, row 3, child: is there twice")]
    [TestCase("child,origin\n,y", "protected attributes, row 2, child: is required")]
    [TestCase("child,origin\na", "protected attributes, row 2: holds 1 cells, the header 2")]
    [TestCase("child,origin\na,010203-1234", "protected attributes, row 2, origin: must not hold a civil registration number (CPR)")]
    [TestCase("child,origin\na,x0102031234y", "protected attributes, row 2, origin: must not hold a civil registration number (CPR)")]
    [TestCase("", "protected attributes, the file: is empty: the first row must name the columns")]
    public void A_file_of_protected_attributes_is_held_to_the_same(string text, string fault)
    {
        var read = StayCsv.Read(Bytes(Head, Begun), TestReferenceData.Shipped, new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.That((read.Imported, string.Join('\n', Lines(read))), Is.EqualTo(((ImportedStays?)null, fault)));
    }

    // Each would be a group of its own, too small to be compared, and the gate would see none of it.
    [TestCase("other", "Other", Description = "Case")]
    [TestCase("not danish", "not  danish", Description = "Two blanks")]
    [TestCase("not danish", "notdanish", Description = "No blank")]
    [TestCase("not danish", "not\u00a0danish", Description = "A blank that does not break")]
    [TestCase("other", "oth\u200ber", Description = "A space of no width")]
    [TestCase("other", "\u043ether", Description = "A Cyrillic o")]
    [TestCase("OTHER", "\u039fTHER", Description = "A Greek O")]
    [TestCase("Faaborg-\u00c5rhus", "Faaborg-A\u030arhus", Description = "A ring of its own")]
    [TestCase("\u00c5rhus", "\u212brhus", Description = "The sign for \u00e5ngstr\u00f6m")]
    [TestCase("non-western", "non\u2013western", Description = "Another dash")]
    [TestCase("other", "\uff4fther", Description = "A wide letter")]
    public void A_value_that_is_spelled_in_several_ways_is_named(string one, string other)
    {
        var text = $"child,origin,faith\na,{one},x\nb,danish,x\nc,{other},x\nd,{other},x\ne,{one},{other}\n";
        var read = StayCsv.Read(Bytes(Head, Begun), TestReferenceData.Shipped, new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.That(
            (read.Imported, string.Join('\n', Lines(read))),
            Is.EqualTo(
                (
                    (ImportedStays?)null,
                    "protected attributes, row 4, origin: is spelled otherwise than the same value in row 2: by case, spaces or "
                        + "letters that look alike; one value is spelled in one way"
                )
            )
        );
    }

    [TestCase("other", "others")]
    [TestCase("\u00d8st", "Ost")]
    [TestCase("5", "-5")]
    [TestCase("e", "\u00e9")]
    public void Values_that_are_others_are_taken(string one, string other)
    {
        var read = StayCsv.Read(
            Bytes(Head, Begun),
            TestReferenceData.Shipped,
            new MemoryStream(Encoding.UTF8.GetBytes($"child,origin\na,{one}\nb,{other}\nc,{one}\n"))
        );
        Assert.That(Lines(read), Is.Empty);
    }

    [Test]
    public void Faults_of_both_files_are_told_together()
    {
        var read = StayCsv.Read(
            Bytes(Head, Row("s1", "a", end: "")),
            TestReferenceData.Shipped,
            new MemoryStream("kid,origin\n"u8.ToArray())
        );
        Assert.That(
            Lines(read),
            Is.EqualTo(new[] { "row 2, end: is required", "protected attributes, row 1, child: must be the first column" })
        );
    }

    static string Row(
        string stay,
        string child,
        string start = "2024-02-01",
        string end = "2024-05-01",
        string ending = "planned",
        string track = "social",
        string factsAsOf = "2024-01-20"
    ) => $"{stay},{child},nexus,{start},{end},{ending},,,,{track},,{factsAsOf},15";

    static void Refused(string fault, params string[] lines)
    {
        var read = Read(lines);
        Assert.That((read.Imported, string.Join('\n', Lines(read))), Is.EqualTo(((ImportedStays?)null, fault)));
    }

    static StayCsvResult Read(params string[] lines) => StayCsv.Read(Bytes(lines), TestReferenceData.Shipped);

    static MemoryStream Bytes(params string[] lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    static string[] Lines(StayCsvResult read) => [.. read.Faults.Select(fault => fault.ToString())];

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    static string Word(ObservedStay stay, string feature)
    {
        var index = OutcomeFeature.All.ToList().FindIndex(one => one.Code == feature);
        return OutcomeFeature.All[index].Bins[stay.Bins[index]];
    }

    /// <summary>A header and blank lines without end.</summary>
    sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'\n');
            if (Given == 0)
                Encoding.UTF8.GetBytes(Head).CopyTo(buffer);
            Given += buffer.Length;
            return buffer.Length;
        }
    }
}
