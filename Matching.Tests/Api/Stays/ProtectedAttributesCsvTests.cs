using System.Text;
using Matching.Api.Stays;
using Matching.Tests.Support;
using NUnit.Framework;
using static Matching.Tests.Api.Stays.StayFile;

namespace Matching.Tests.Api.Stays;

/// <summary>The file of protected attributes beside the stays is held to the same, and spells a value in one way.</summary>
public sealed class ProtectedAttributesCsvTests
{
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
    [TestCase("other", "\u043ether", Description = "A Cyrillic o")]
    [TestCase("OTHER", "\u039fTHER", Description = "A Greek O")]
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
}
