using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Rankings;

/// <summary>Language and <c>top</c> are views: they change what is shown, never what is recorded.</summary>
public sealed class ViewTests
{
    LiveService service = null!;
    Reply whole = null!;

    [OneTimeSetUp]
    public async Task Rank()
    {
        service = await LiveService.StartAsync();
        whole = await service.RankAsync(Example.Json);
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(20_000)]
    public async Task Top_shows_that_many_and_counts_the_rest_with_the_excluded(int top)
    {
        var ranked = Ids(whole, rankedOnly: true);
        var all = Ids(whole, rankedOnly: false);
        foreach (
            var view in new[]
            {
                await service.RankAsync(Example.Json, query: $"?top={top}"),
                await service.GetAsync($"/v1/rankings/{whole.RankingId}?top={top}"),
            }
        )
        {
            var shown = Math.Min(top, ranked.Length);
            Assert.That(Ids(view, rankedOnly: false), Is.EqualTo(ranked[..shown]));
            Assert.That(view.Json.GetProperty("omitted").GetInt32(), Is.EqualTo(all.Length - shown));
        }
    }

    [Test]
    public void Without_top_nothing_is_omitted()
    {
        Assert.That(whole.Json.TryGetProperty("omitted", out _), Is.False);
    }

    [Test]
    public async Task The_record_holds_all_whatever_was_shown_first()
    {
        var first = await service.RankAsync(Example.Json, query: "?top=1", language: "en");
        var later = await service.GetAsync($"/v1/rankings/{first.RankingId}");
        Assert.That(later.WithoutIdAndTime, Is.EqualTo(whole.WithoutIdAndTime));
    }

    [TestCase("?top=0")]
    [TestCase("?top=-1")]
    [TestCase("?top=20001")]
    [TestCase("?top=1.0")]
    [TestCase("?top=+1")]
    [TestCase("?top=%201")]
    [TestCase("?top=1e1")]
    [TestCase("?top=99999999999999999999")]
    [TestCase("?top=")]
    [TestCase("?top")]
    [TestCase("?top=1&top=1")]
    [TestCase("?top=%EF%BC%95")]
    public async Task A_top_that_is_no_such_number_is_refused(string query)
    {
        var entries = await service.EntriesAsync();
        foreach (
            var refusal in new[]
            {
                await service.RankAsync(Example.Json, query: query),
                await service.GetAsync($"/v1/rankings/{whole.RankingId}{query}"),
            }
        )
            Assert.That(
                (refusal.Status, refusal.FaultAsProblem(), string.Join(' ', refusal.FaultyFields)),
                Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, "top"))
            );
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [TestCase("?Top=1", "Top")]
    [TestCase("?limit=1&top=1", "limit")]
    public async Task A_misspelt_parameter_is_refused(string query, string name)
    {
        var refusal = await service.RankAsync(Example.Json, query: query);
        Assert.That((refusal.Status, string.Join(' ', refusal.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, name)));
    }

    [TestCase(null, "da")]
    [TestCase("da", "da")]
    [TestCase("en", "en")]
    [TestCase("EN", "en")]
    [TestCase("en-GB,en;q=0.9", "en")]
    [TestCase("da-DK,en;q=0.9", "da")]
    [TestCase("da;q=0.1,en;q=0.2", "en")]
    [TestCase("en;q=0", "da")]
    [TestCase("de", "da")]
    [TestCase("*", "da")]
    [TestCase("english", "da")]
    [TestCase(";;;q=,", "da")]
    public async Task The_language_that_is_preferred_is_spoken(string? accepted, string spoken)
    {
        var answer = await service.GetAsync($"/v1/rankings/{whole.RankingId}", language: accepted);
        var texts = answer.Json.GetProperty("notices").EnumerateArray().Select(notice => notice.GetProperty("text").GetString());
        Assert.That(answer.ContentHeaders.ContentLanguage, Is.EqualTo(new[] { spoken }));
        Assert.That(texts, Has.Some.Contains(spoken == "da" ? "mennesker" : "people").IgnoreCase);
    }

    [Test]
    public async Task Both_languages_say_the_same_in_other_words()
    {
        var english = await service.GetAsync($"/v1/rankings/{whole.RankingId}", language: "en");
        Assert.That(english.Text, Is.Not.EqualTo(whole.Text));
        Assert.That(
            TextsIn(english.Json).Zip(TextsIn(whole.Json)),
            Is.All.Matches<(string English, string Danish)>(pair => pair.English.Length > 0 && pair.Danish.Length > 0)
        );
        Assert.That(WithoutTexts(english.Json), Is.EqualTo(WithoutTexts(whole.Json)));
    }

    static string[] Ids(Reply reply, bool rankedOnly) =>
        [
            .. reply
                .Json.GetProperty("placements")
                .EnumerateArray()
                .Where(placement => !rankedOnly || placement.GetProperty("rank").ValueKind == JsonValueKind.Number)
                .Select(placement => placement.GetProperty("placementId").GetString()!),
        ];

    static IEnumerable<string> TextsIn(JsonElement element) =>
        Walk(element, "").Where(leaf => leaf.Name == "text").Select(leaf => leaf.Value);

    static IEnumerable<(string, string)> WithoutTexts(JsonElement element) => Walk(element, "").Where(leaf => leaf.Name != "text");

    static IEnumerable<(string Name, string Value)> Walk(JsonElement element, string name) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Walk(property.Value, property.Name)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Walk(item, name)),
            _ => [(name, element.ToString())],
        };
}
