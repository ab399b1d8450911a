using System.Net;
using System.Text;
using System.Text.Json;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Letters;

/// <summary>Letters about recorded rankings: who may have them, in which form and language, and that their reading is recorded.</summary>
public sealed class LettersTests
{
    LiveService service = null!;
    string ranking = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        ranking = (await service.RankAsync(Example.Json)).RankingId;
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("committee", "Udkast til indstilling")]
    [TestCase("parent", "Brev til jer om jeres barn")]
    [TestCase("child", "Til dig: Vores forslag til, hvor du kan bo")]
    [TestCase("place", "Udkast: Overlevering til Skodsborg")]
    public async Task Every_audience_has_its_letter(string audience, string title)
    {
        var letter = await GetAsync($"audience={audience}");
        Assert.That(
            (letter.Status, letter.ContentHeaders.ContentType!.ToString()),
            Is.EqualTo((HttpStatusCode.OK, "text/plain; charset=utf-8"))
        );
        Assert.That(letter.Text, Does.StartWith($"{title}\n===").And.Contain("Skodsborg"));
        Assert.That(letter.ContentHeaders.ContentLanguage, Is.EqualTo(new[] { "da" }));
        Assert.That(letter.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(letter.Headers.Vary, Is.EquivalentTo(new[] { "Accept", "Accept-Language" }));
    }

    [TestCase(null, "text/plain")]
    [TestCase("*/*", "text/plain")]
    [TestCase("text/*", "text/plain")]
    [TestCase("text/html", "text/html")]
    [TestCase("TEXT/HTML", "text/html")]
    [TestCase("application/json", "application/json")]
    [TestCase("application/*", "application/json")]
    [TestCase("application/json;charset=utf-8", "application/json")]
    [TestCase("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [TestCase("text/plain;q=0.5,application/json;q=0.9", "application/json")]
    [TestCase("text/html,application/json", "text/html")]
    [TestCase("text/plain;q=0,*/*", "text/html")]
    [TestCase("text/*;q=0.1,application/json;q=0.2,text/html;q=0.3", "text/html")]
    [TestCase("image/png, */*;q=0.1", "text/plain")]
    [TestCase(";;;", "text/plain")]
    public async Task The_form_is_the_one_that_is_preferred(string? accept, string type)
    {
        var letter = await GetAsync("audience=child", accept);
        Assert.That(
            (letter.Status, letter.ContentHeaders.ContentType!.ToString()),
            Is.EqualTo((HttpStatusCode.OK, $"{type}; charset=utf-8"))
        );
    }

    [TestCase("application/pdf")]
    [TestCase("image/*")]
    [TestCase("text/plain;q=0,text/html;q=0,application/json;q=0")]
    [TestCase("*/*;q=0")]
    public async Task A_form_that_there_is_not_is_refused_with_those_there_are(string accept)
    {
        var entries = await service.EntriesAsync();
        var refusal = await GetAsync("audience=child", accept);
        Assert.That((refusal.Status, refusal.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotAcceptable, (string?)null)));
        Assert.That(refusal.Text, Does.Contain("text/plain, text/html, application/json"));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries), "what is not answered is not read");
    }

    [TestCase(null, null, "da")]
    [TestCase(null, "en", "en")]
    [TestCase("lang=da", "en", "da")]
    [TestCase("lang=en", null, "en")]
    public async Task The_language_asked_for_comes_before_the_one_accepted(string? lang, string? accepted, string spoken)
    {
        var letter = await GetAsync($"audience=child{(lang is null ? "" : $"&{lang}")}", "application/json", language: accepted);
        Assert.That(
            (letter.Json.GetProperty("lang").GetString(), letter.ContentHeaders.ContentLanguage.Single()),
            Is.EqualTo((spoken, spoken))
        );
    }

    [Test]
    public async Task The_json_holds_the_letter_and_what_the_sender_has_to_check(
        [Values("committee", "parent", "child", "place")] string audience
    )
    {
        var json = (await GetAsync($"audience={audience}", "application/json")).Json;
        Assert.That(
            json.EnumerateObject().Select(property => property.Name),
            Is.EqualTo(
                new[]
                {
                    "audience",
                    "lang",
                    "ageBand",
                    "placementId",
                    "textsVersion",
                    "title",
                    "opening",
                    "sections",
                    "closing",
                    "lix",
                    "checks",
                }
            )
        );
        Assert.That(json.GetProperty("ageBand").GetString(), Is.EqualTo(audience == "child" ? "13-15" : null));
        Assert.That(json.GetProperty("placementId").GetString(), Is.EqualTo("skodsborg"));
        Assert.That(json.GetProperty("lix").GetDecimal(), Is.InRange(10m, 45m));
        Assert.That(json.GetProperty("checks").GetArrayLength(), Is.GreaterThan(0));
        Assert.That(
            json.GetProperty("sections").EnumerateArray(),
            Has.All.Matches<JsonElement>(section =>
                section.GetProperty("heading").GetString()!.Length > 0
                && section.GetProperty("paragraphs").GetArrayLength() + section.GetProperty("items").GetArrayLength() > 0
            )
        );
    }

    [Test]
    public async Task Text_page_and_json_say_the_same()
    {
        var json = (await GetAsync("audience=parent", "application/json")).Json;
        var blocks = json.GetProperty("sections")
            .EnumerateArray()
            .SelectMany(section => section.GetProperty("paragraphs").EnumerateArray().Concat(section.GetProperty("items").EnumerateArray()))
            .Select(block => block.GetString()!)
            .ToList();
        var text = string.Join(
            ' ',
            (await GetAsync("audience=parent")).Text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        );
        var page = WebUtility.HtmlDecode((await GetAsync("audience=parent", "text/html")).Text);
        Assert.That(
            blocks.Where(block =>
                !text.Contains(block, StringComparison.Ordinal) || !page.Contains($">{block}<", StringComparison.Ordinal)
            ),
            Is.Empty
        );
    }

    [Test]
    public async Task A_page_may_show_its_own_style_and_nothing_else()
    {
        var page = await GetAsync("audience=child", "text/html");
        var style = page.Text[
            (page.Text.IndexOf("<style>", StringComparison.Ordinal) + "<style>".Length)..page.Text.IndexOf(
                "</style>",
                StringComparison.Ordinal
            )
        ];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.That(
            page.Headers.GetValues("Content-Security-Policy").Single(),
            Is.EqualTo($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        );
    }

    [Test]
    public async Task Another_possible_place_can_be_proposed()
    {
        var letter = await GetAsync("audience=committee&placementId=regional-partially-closed-general", "application/json");
        Assert.That(letter.Json.GetProperty("placementId").GetString(), Is.EqualTo("regional-partially-closed-general"));
    }

    [TestCase("committee", "omit", false)]
    [TestCase("committee", "include", true)]
    [TestCase("parent", "omit", false)]
    [TestCase("parent", "include", true)]
    [TestCase("child", "omit", false)]
    public async Task Diagnoses_are_named_only_when_they_are_to_be(string audience, string diagnoses, bool named) =>
        Assert.That((await GetAsync($"audience={audience}&diagnoses={diagnoses}")).Text.Contains("F60.3"), Is.EqualTo(named));

    [Test]
    public async Task What_was_written_for_the_place_is_handed_over_to_the_place_that_is_named_and_to_no_one_else()
    {
        var id = (
            await service.RankAsync(Example.With("handover", """{"calms":"Musik på værelset","medication":"Kzq 10 mg"}"""))
        ).RankingId;
        foreach (var audience in new[] { "committee", "parent", "child", "duty" })
        {
            var other = await service.GetAsync($"/v1/rankings/{id}/explanation?audience={audience}");
            Assert.That(other.Text, Does.Not.Contain("Musik på værelset").And.Not.Contain("Kzq"), audience);
        }
        var first = await service.GetAsync($"/v1/rankings/{id}/explanation?audience=place");
        var named = await service.GetAsync($"/v1/rankings/{id}/explanation?audience=place&placementId=regional-partially-closed-general");
        Assert.That(first.Text, Does.Contain("Skodsborg").And.Contain("Musik på værelset").And.Contain("Medicin: Kzq 10 mg"));
        Assert.That(named.Text, Does.Contain("Musik på værelset").And.Contain("Regional delvist lukket").And.Not.Contain("Skodsborg"));
    }

    [TestCase("", "audience")]
    [TestCase("audience=", "audience")]
    [TestCase("audience=Child", "audience")]
    [TestCase("audience=court", "audience")]
    [TestCase("audience=child&audience=child", "audience")]
    [TestCase("audience=child&lang=de", "lang")]
    [TestCase("audience=child&lang=", "lang")]
    [TestCase("audience=child&diagnoses=yes", "diagnoses")]
    [TestCase("audience=child&diagnoses=include", "diagnoses")]
    [TestCase("audience=child&placementId=", "placementId")]
    [TestCase("audience=child&placementId=a&placementId=b", "placementId")]
    [TestCase("audience=child&placementId=nowhere", "placementId")]
    [TestCase("audience=child&placementId=soenderbro", "placementId")]
    [TestCase("audience=place&placementId=nowhere", "placementId")]
    [TestCase("audience=place&placementId=soenderbro", "placementId")]
    [TestCase("audience=child&language=da", "language")]
    [TestCase("Audience=child", "Audience")]
    [TestCase("lang=x&diagnoses=x&top=1", "audience diagnoses lang top")]
    public async Task A_question_with_faults_is_refused_and_every_fault_named(string query, string fields)
    {
        var refusal = await GetAsync(query);
        Assert.That(
            (refusal.Status, refusal.FaultAsProblem(), string.Join(' ', refusal.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, fields)),
            refusal.Text
        );
    }

    [TestCase("not-an-id")]
    [TestCase("00000000-0000-0000-0000-000000000000")]
    public async Task There_is_no_letter_about_a_ranking_that_is_not_there(string id) =>
        Assert.That((await service.GetAsync($"/v1/rankings/{id}/explanation?audience=child")).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [Test]
    public async Task The_reading_is_in_the_access_log_of_the_case_also_when_the_place_is_refused()
    {
        var own = (await service.RankAsync(Example.With("caseReference", "\"LETTER-1\""))).RankingId;
        await service.GetAsync($"/v1/rankings/{own}/explanation?audience=parent");
        await service.GetAsync($"/v1/rankings/{own}/explanation?audience=parent&placementId=soenderbro");
        await service.GetAsync($"/v1/rankings/{own}/explanation?audience=nobody");
        var log = (await service.GetAsync("/v1/cases/LETTER-1/access-log"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("action").GetString());
        Assert.That(log, Is.EqualTo(new[] { "ranking-made", "explanation-read", "explanation-read", "access-log-exported" }));
    }

    [Test]
    public async Task A_letter_says_the_same_however_often_it_is_read_and_after_a_restart()
    {
        await using var own = await LiveService.StartAsync();
        var id = (await own.RankAsync(Example.Json)).RankingId;
        var first = (await own.GetAsync($"/v1/rankings/{id}/explanation?audience=committee")).Text;
        var again = await own.RestartAsync();
        Assert.That((await again.GetAsync($"/v1/rankings/{id}/explanation?audience=committee")).Text, Is.EqualTo(first));
        Assert.That(first, Does.Contain(id));
        await again.StopAsync();
    }

    [Test]
    public async Task A_case_of_another_team_has_no_letters_and_nothing_is_recorded()
    {
        await using var own = await LiveService.StartAsync(
            "--ApiKeys:south:Key=key-of-south",
            "--ApiKeys:south:Roles=visitator",
            "--ApiKeys:south:Teams=south"
        );
        var id = (await own.RankAsync(Example.Json)).RankingId;
        await own.SendAsync(HttpMethod.Put, $"/v1/cases/{Example.CaseReference}/team", LiveService.Content("""{"team":"north"}"""));
        var entries = await own.EntriesAsync();
        Assert.That(
            (await own.GetAsync($"/v1/rankings/{id}/explanation?audience=child", "south")).Status,
            Is.EqualTo(HttpStatusCode.NotFound)
        );
        Assert.That(await own.EntriesAsync(), Is.EqualTo(entries));
    }

    [Test]
    public async Task A_reading_that_cannot_be_recorded_is_not_answered()
    {
        await using var own = await LiveService.StartAsync();
        var id = (await own.RankAsync(Example.Json)).RankingId;
        await own.App.Services.GetRequiredService<MatchingStore>().Log.Writer.DisposeAsync();
        var reply = await own.GetAsync($"/v1/rankings/{id}/explanation?audience=child");
        Assert.That(
            (reply.Status, reply.Text.Contains("Skodsborg", StringComparison.Ordinal)),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, false))
        );
    }

    Task<Reply> GetAsync(string query, string? accept = null, string? language = null) =>
        service.SendAsync(
            HttpMethod.Get,
            $"/v1/rankings/{ranking}/explanation?{query}",
            change: request =>
            {
                if (accept is not null)
                    request.Headers.TryAddWithoutValidation("Accept", accept);
                if (language is not null)
                    request.Headers.TryAddWithoutValidation("Accept-Language", language);
            }
        );
}
