using System.Text;
using Matching.Api.Stays;
using Matching.Tests.Support;
using NUnit.Framework;
using static Matching.Tests.Api.Stays.StayFile;

namespace Matching.Tests.Api.Stays;

/// <summary>A file of stays as text: quotes, blank lines, other systems, and files without end.</summary>
public sealed class StayCsvTextTests
{
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
