using Matching.Engine.Inquiry;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

/// <summary>Free beds that may be taken since they were reported.</summary>
public sealed class FreeBedsNoticesTests
{
    [TestCase(0, 1, false)]
    [TestCase(7, 1, false)]
    [TestCase(8, 1, true)]
    [TestCase(8, 0, false, Description = "Nobody goes by a bed that is not free")]
    public void An_old_report_of_a_free_bed_at_the_first_place_is_said(int daysAgo, int free, bool isSaid) =>
        Assert.That(
            Said(new() { ["here"] = new Availability(free, TestReferenceData.Day.AddDays(-daysAgo)) }),
            isSaid ? Is.EqualTo(new[] { "The place here, 7" }) : Is.Empty
        );

    [Test]
    public void So_it_is_of_the_first_place_that_has_one_when_that_is_another_and_of_no_other()
    {
        var old = new Availability(1, TestReferenceData.Day.AddDays(-30));
        Assert.That(
            Said(
                new()
                {
                    ["here"] = new Availability(0, TestReferenceData.Day),
                    ["there"] = old,
                    ["yonder"] = old,
                }
            ),
            Is.EqualTo(new[] { "The place there, 7" })
        );
    }

    [TestCase(2, 1, 0)]
    [TestCase(0, 0, 1)]
    public void Stays_since_the_report_are_said_of_the_first_place(int free, int begun, int ended)
    {
        var since = new StaysSinceReport(begun, ended);
        Dictionary<string, Availability> availability = new()
        {
            ["here"] = new Availability(free, TestReferenceData.Day) { Since = since },
            ["yonder"] = new Availability(free, TestReferenceData.Day) { Since = since },
        };

        Assert.That(Said(availability, "stays-since-report"), Is.EqualTo(new[] { $"The place here, {free}, {begun}, {ended}" }));
    }

    private static List<string> Said(Dictionary<string, Availability> availability, string code = "free-beds-old") =>
        [
            .. CaseInquiry
                .Ask(
                    A.Child(),
                    TestReferenceData.With(A.Catalogue([A.Place(id: "here"), A.Place(id: "there"), A.Place(id: "yonder")], [])),
                    availability,
                    TestReferenceData.Day
                )
                .Notices.Where(notice => notice.Code == code)
                .Select(notice => string.Join(", ", notice.Values.Select(value => value.Value))),
        ];
}
