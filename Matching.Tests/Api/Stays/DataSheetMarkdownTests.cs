using Matching.Api.Stays;
using Matching.Engine.Learning;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Stays;

/// <summary>A data sheet as people read it.</summary>
public sealed class DataSheetMarkdownTests
{
    [Test]
    public void The_sheet_of_a_training_set_is_as_reviewed()
    {
        // Each of the invented stays as eight children had it, so that something may be reported.
        using var stays = File.OpenRead(RepositoryFiles.PathOf("data", "training", "example.csv"));
        using var attributes = File.OpenRead(RepositoryFiles.PathOf("data", "training", "example-protected.csv"));
        var imported = StayCsv.Read(stays, TestReferenceData.Shipped, attributes).Imported!;
        var set = imported.Set with
        {
            Version = "0123456789abcdef",
            Stays =
            [
                .. Enumerable
                    .Range(0, 8)
                    .SelectMany(copy => imported.Set.Stays.Select(stay => stay with { Child = $"{stay.Child}-{copy}" })),
            ],
            ProtectedByChild = Enumerable
                .Range(0, 8)
                .SelectMany(copy => imported.Set.ProtectedByChild.Select(child => KeyValuePair.Create($"{child.Key}-{copy}", child.Value)))
                .ToDictionary(StringComparer.Ordinal),
        };
        Snapshot.Matches(DataSheetMarkdown.Write(DataSheet.Of(set, imported.LeftOut)), "DataSheet");
    }

    [Test]
    public void The_sheet_of_a_few_children_tells_no_count()
    {
        using var stays = File.OpenRead(RepositoryFiles.PathOf("data", "training", "example.csv"));
        var imported = StayCsv.Read(stays, TestReferenceData.Shipped).Imported!;
        var few = imported.Set with { Stays = [.. imported.Set.Stays.Take(4)] };
        var cells = DataSheetMarkdown
            .Write(DataSheet.Of(few, imported.LeftOut))
            .Split('\n')
            .Where(line => line.StartsWith('|'))
            .SelectMany(line => line.Split('|')[2..^1])
            .Select(cell => cell.Trim());
        Assert.That(cells.Distinct().Where(cell => cell.Any(char.IsDigit)), Is.EqualTo(new[] { "<5" }));
    }

    [Test]
    public void A_name_cannot_break_the_page()
    {
        var sheet = new DataSheet(
            "v",
            null,
            default,
            default,
            default,
            [new(SheetSubject.Protected, "a|b\n# c", [new("<script>", SheetCount.Of(9, 9), null)])]
        );
        Assert.That(DataSheetMarkdown.Write(sheet), Does.Contain("## a\\|b # c (protected").And.Contain("| &lt;script&gt; | 9 | 9 |"));
    }
}
