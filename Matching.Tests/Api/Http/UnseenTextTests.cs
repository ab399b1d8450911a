using System.Net;
using System.Text.Json;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>
/// What is not seen, and a civil registration number however it is written, is refused in every text that a person writes: references,
/// teams, places, names, reasons, purposes. What was recorded before is still found.
/// </summary>
public sealed class UnseenTextTests
{
    static readonly string[] Unseen =
    [
        "\u200B",
        "\u200D",
        "\u00AD",
        "\u034F",
        "\u3164",
        "\u115F",
        "\uFFA0",
        "\uFE0F",
        "\u202E",
        "\u2066",
        "\u061C",
        "\uFEFF",
        "\u2800",
        "\U000E0041",
        "\U000E0100",
    ];

    static readonly string[] Numbers =
    [
        "010203 1234",
        "010203\u20131234",
        "010203/1234",
        "010203.1234",
        "010203_1234",
        "01 02 03 1234",
        "\uFF10\uFF11\uFF10\uFF12\uFF10\uFF13\uFF11\uFF12\uFF13\uFF14",
        "\u0660\u0661\u0660\u0662\u0660\u0663-\u0661\u0662\u0663\u0664",
    ];

    /// <summary>Every text that a person writes, by the call it goes with: method, path, body with TEXT in it, field at fault.</summary>
    static readonly (string Method, string Path, string Body, string Field)[] Texts =
    [
        ("POST", "/v1/rankings", Example.With("caseReference", "\"TEXT\""), "caseReference"),
        ("POST", "/v1/rankings", Example.With("child.currentPlacementId", "\"skodsborgTEXT\""), "child.currentPlacementId"),
        ("POST", "/v1/rankings", Example.With("wishes.child[0].placementId", "\"TEXT\""), "wishes.child[0].placementId"),
        ("POST", "/v1/stays", """{"caseReference":"TEXT","placementId":"skodsborg","start":"2026-01-01"}""", "caseReference"),
        ("POST", "/v1/stays", """{"caseReference":"A","placementId":"TEXT","start":"2026-01-01"}""", "placementId"),
        ("PUT", $"/v1/cases/{Example.CaseReference}/team", """{"team":"aTEXT"}""", "team"),
        ("PUT", $"/v1/cases/{Example.CaseReference}/legal-hold", """{"held":true,"reason":"klage TEXT"}""", "reason"),
        ("POST", "/v1/keys", """{"name":"aTEXT","roles":["auditor"]}""", "name"),
        ("POST", "/v1/keys", """{"name":"a","roles":["auditor"],"teams":["aTEXT"]}""", "teams[0]"),
        ("POST", "/v1/models/x/promotion", """{"by":"Anna TEXT"}""", "by"),
        ("POST", "/v1/models/x/promotion", """{"by":"Anna Holm","second":"Bo TEXT"}""", "second"),
        ("POST", "/v1/models/x/promotion", """{"by":"Anna Holm","reason":"TEXT"}""", "reason"),
        ("POST", "/v1/models/x/promotion", """{"by":"Anna Holm","override":["TEXT"]}""", "override[0]"),
        ("POST", "/v1/models/rollback", """{"by":"Anna TEXT"}""", "by"),
    ];

    LiveService service = null!;

    public static IEnumerable<int> EveryText => Enumerable.Range(0, Texts.Length);

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCaseSource(nameof(EveryText))]
    public async Task It_is_refused_in_a_body_where_it_stands_and_is_not_repeated(int text)
    {
        var (method, path, body, field) = Texts[text];
        var wrong = new List<string>();
        foreach (var written in Unseen.Select(letter => $"a{letter}b").Concat(Numbers))
        {
            var reply = await service.SendAsync(
                new HttpMethod(method),
                path,
                LiveService.Content(body.Replace("TEXT", written, StringComparison.Ordinal))
            );
            if (reply.Status != HttpStatusCode.BadRequest || !reply.FaultyFields.Contains(field) || reply.Text.Contains(written))
                wrong.Add($"{string.Concat(written.Select(letter => $"{(int)letter:X4} "))}: {reply}");
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task It_is_refused_in_a_purpose_and_in_the_name_of_a_field()
    {
        var wrong = new List<string>();
        foreach (var written in Unseen.Select(letter => $"a{letter}b").Concat(Numbers))
        {
            var purpose = await service.SendAsync(
                HttpMethod.Get,
                "/v1/cases/NOBODY",
                change: request => request.Headers.TryAddWithoutValidation("X-Purpose", written)
            );
            var named = await service.RankAsync(Example.With(written.Replace(".", "/", StringComparison.Ordinal), "1"));
            if (purpose.Status != HttpStatusCode.BadRequest || !purpose.FaultyFields.Contains("X-Purpose"))
                wrong.Add($"purpose: {purpose}");
            if (named.Status != HttpStatusCode.BadRequest || named.Text.Contains(written, StringComparison.Ordinal))
                wrong.Add($"name: {named}");
        }
        Assert.That(wrong, Is.Empty);
    }

    [TestCase("12 34 56 78")]
    [TestCase("+45 20 12 11 10")]
    [TestCase("SOF-2026-00017")]
    [TestCase("2026-11-22")]
    [TestCase("22.11.2026 kl. 10.30")]
    [TestCase("22.11.26 10.30")]
    [TestCase("2026-11-22T10:30:00Z")]
    [TestCase("1.234.567,00 kr.")]
    [TestCase("Ærø, 10\u00A0000 kr.\nanden linje")]
    public async Task Telephone_numbers_days_times_and_amounts_are_no_such_text(string reason)
    {
        await service.RankAsync(Example.Json);
        var body = JsonSerializer.Serialize(new { held = true, reason });
        var reply = await service.SendAsync(HttpMethod.Put, $"/v1/cases/{Example.CaseReference}/legal-hold", LiveService.Content(body));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NoContent), reply.Text);
    }

    [TestCase("A\u030AB", Description = "Å as two characters")]
    [TestCase("A\u0301")]
    public async Task A_reference_with_a_letter_of_two_characters_is_refused(string reference)
    {
        var reply = await service.RankAsync(Example.With("caseReference", $"\"{reference}\""));
        Assert.That((reply.Status, string.Join(' ', reply.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, "caseReference")));
    }

    [TestCase("A\u3164B")]
    [TestCase("A\u115F\u1160B")]
    [TestCase("010203/1234")]
    [TestCase("01-02-03.1234")]
    public async Task A_case_that_was_recorded_under_such_a_reference_is_found_held_and_limited_and_none_begins_under_one(string reference)
    {
        var address = $"/v1/cases/{Uri.EscapeDataString(reference)}";
        Assert.That((await LimitAsync(address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        var key = store.Cases.GetOrCreate(reference);
        await store.Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.Access,
                Caller = "before",
                Case = key,
                Payload = """{"schema":1,"action":"CaseRead","rankingId":null,"purpose":null}"""u8.ToArray(),
            },
            CancellationToken.None
        );
        var hold = await service.SendAsync(
            HttpMethod.Put,
            $"{address}/legal-hold",
            LiveService.Content("""{"held":true,"reason":"klage"}""")
        );
        Assert.That(
            ((await service.GetAsync(address)).Status, hold.Status, (await LimitAsync(address)).Status),
            Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NoContent))
        );
    }

    Task<Reply> LimitAsync(string address) =>
        service.SendAsync(HttpMethod.Put, $"{address}/team", LiveService.Content("""{"team":"nord"}"""));
}
