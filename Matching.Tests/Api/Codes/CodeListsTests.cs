using System.Text.Json.Nodes;
using Matching.Api.Cases;
using Matching.Api.Codes;
using Matching.Api.Searches;
using Matching.Api.Stays;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Codes;

/// <summary>The words for reasons are data: dated, in Danish and English, and those that the program itself knows are all there.</summary>
public sealed class CodeListsTests
{
    static readonly DateOnly Day = new(2026, 12, 1);

    static readonly CodeLists Shipped = CodeLists.Load(RepositoryFiles.PathOf("data"));

    [TestCase("stay-ending", new[] { "planned", "breakdown", "transfer", "turned-18" })]
    public void A_list_holds_the_words_of_the_program(string list, string[] words) =>
        Assert.That(Shipped.Find(list)!.Codes.Select(code => code.Value), Is.EquivalentTo(words));

    [Test]
    public void Every_vocabulary_of_reasons_is_a_list()
    {
        Assert.That(Words("stay-withdrawal"), Is.EquivalentTo(Terms<StayWithdrawalReason>.AllTexts));
        Assert.That(Words("erasure"), Is.EquivalentTo(Terms<ErasureReason>.AllTexts));
        Assert.That(Words("search-task"), Is.EquivalentTo(Terms<SearchTaskCode>.AllTexts));
        Assert.That(Words("stay-ending"), Has.Length.EqualTo(Enum.GetValues<StayEndReason>().Length));
    }

    [Test]
    public void Every_decline_has_a_consequence() =>
        Assert.That(
            Shipped.Of(CodeListName.OfferDecline).Codes.Concat(Shipped.Of(CodeListName.OfferWithdrawal).Codes),
            Has.None.With.Property(nameof(Code.Consequence)).Null
        );

    [Test]
    public void A_code_is_in_force_from_its_first_day_until_the_day_it_no_longer_may_be_used()
    {
        var code = new Code("a", "a", "a", Day, Day.AddDays(10), null);
        Assert.That(
            new[] { -1, 0, 9, 10 }.Select(days => code.IsInForce(Day.AddDays(days))),
            Is.EqualTo(new[] { false, true, true, false })
        );
    }

    [TestCase("""{"code":"acute","da":"a","en":"a","from":"2027-01-01"}""", "twice")]
    [TestCase("""{"code":"new","da":"a","from":"2027-01-01"}""", "en")]
    [TestCase("""{"code":"new","da":"a","en":"a","from":"2027-01-01","to":"2027-01-01"}""", "to")]
    [TestCase("""{"code":"new","da":"a","en":"a","from":"2027-01-01","consequence":"luck"}""", "consequence")]
    [TestCase("""{"code":"new","da":"a","en":"a","from":"2027-01-01","colour":"red"}""", "colour")]
    public void A_list_at_fault_is_refused_at_start(string row, string fault)
    {
        var folder = TemporaryStore.NewFolder();
        ErasureTests.CopyData(folder, months: 0);
        try
        {
            var file = Path.Combine(folder, CodeLists.FolderName, "search-reason.json");
            var list = JsonNode.Parse(File.ReadAllText(file))!;
            list["codes"]!.AsArray().Add(JsonNode.Parse(row));
            File.WriteAllText(file, list.ToJsonString());
            Assert.That(() => CodeLists.Load(folder), Throws.TypeOf<DataException>().With.Message.Contains(fault));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Lists_are_told_with_a_tag_that_holds_while_they_do()
    {
        await using var service = await LiveService.StartAsync();
        var (all, again) = (await service.GetAsync("/v1/codes", "analyst"), await service.GetAsync("/v1/codes"));
        Assert.That(all.Headers.ETag, Is.Not.Null);
        Assert.That((all.Text, all.Headers.ETag), Is.EqualTo((again.Text, again.Headers.ETag)));
        var one = await service.GetAsync("/v1/codes/offer-decline");
        Assert.That(one.Json.GetProperty("codes")[0].GetProperty("da").GetString(), Is.EqualTo("Der er ingen ledig plads"));
        Assert.That((await service.GetAsync("/v1/codes/none")).FaultAsProblem(), Is.Null);
    }

    static string[] Words(string list) => [.. Shipped.Find(list)!.Codes.Select(code => code.Value)];
}
