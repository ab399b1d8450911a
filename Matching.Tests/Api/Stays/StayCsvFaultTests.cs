using Matching.Api.Stays;
using Matching.Tests.Support;
using NUnit.Framework;
using static Matching.Tests.Api.Stays.StayFile;

namespace Matching.Tests.Api.Stays;

/// <summary>A file of stays with any fault is refused, with every fault by row and column.</summary>
public sealed class StayCsvFaultTests
{
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

    [TestCase("2013-05-01", "2013-05-01", null)]
    [TestCase(
        "2013-05-01",
        "2012-05-01",
        "row 3, child.birthDate: says another birth date of the same child than row 2: one of them is wrong"
    )]
    public void A_child_has_one_birth_date(string first, string second, string? fault) =>
        Assert.That(
            Lines(Read(Born, $"s1,a,nexus,2024-02-01,2024-05-01,planned,,,,social,,2024-01-20,{first},", Later("a", second, ""))),
            Is.EqualTo(fault is null ? [] : new[] { fault })
        );

    [TestCase("16", null)]
    [TestCase("14", "row 3, child.ageYears: says another birth date of the same child than row 2: one of them is wrong")]
    public void A_child_grows_older_from_stay_to_stay(string age, string? fault) =>
        Assert.That(
            Lines(Read(Head, Begun, $"s2,a,nexus,2025-03-01,2025-05-01,planned,,,,social,,2025-02-20,{age}")),
            Is.EqualTo(fault is null ? [] : new[] { fault })
        );

    [TestCase("female", null)]
    [TestCase("", null)]
    [TestCase("male", "row 3, child.sex: says another sex of the same child than row 2: one of them is wrong")]
    public void A_child_has_one_sex(string sex, string? fault) =>
        Assert.That(
            Lines(
                Read(
                    Born,
                    "s1,a,nexus,2024-02-01,2024-05-01,planned,,,,social,,2024-01-20,2013-05-01,female",
                    Later("a", "2013-05-01", sex),
                    Later("b", "2010-05-01", "male").Replace("s2", "s3", StringComparison.Ordinal)
                )
            ),
            Is.EqualTo(fault is null ? [] : new[] { fault })
        );

    [TestCase("2024-02-28", null)]
    [TestCase("2024-02-29", "row 2, end: 2024-02-29 lies after the child turned 18: the stay ended then")]
    public void A_stay_ends_with_childhood(string end, string? fault) =>
        Assert.That(
            Lines(Read(Born, $"s1,a,nexus,2024-02-01,{end},planned,,,,social,,2024-01-20,2006-02-28,")),
            Is.EqualTo(fault is null ? [] : new[] { fault })
        );

    [Test]
    public void What_is_watched_ends_with_childhood()
    {
        var read = Read(Born, "s1,a,nexus,2024-02-01,,,,,,social,2024-12-31,2024-01-20,2006-03-02,");

        var stay = read.Imported!.Set.Stays.Single();
        Assert.That(stay.Start.AddDays(stay.Days), Is.EqualTo(new DateOnly(2024, 3, 2)));
    }

    const string Born =
        "stay,child,placement,start,end,ending,endedBy,movedTo,reportedBy,track,watchedUntil,factsAsOf,child.birthDate,child.sex";

    static string Later(string child, string birthDate, string sex) =>
        $"s2,{child},nexus,2025-03-01,2025-05-01,planned,,,,social,,2025-02-20,{birthDate},{sex}";

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
}
