using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http.Faults;

/// <summary>A problem is told in the language that its caller asks for; the fields and words of the contract stay as they are.</summary>
public sealed class LanguageOfProblemsTests
{
    const string Faulty =
        """{ "caseReference": "a b", "extra": 1, "child": { "ageYears": 99, "sex": "FEMALE", "birthDate": "1-1-2012", "suicideRisk": 3 } }""";

    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task Every_fault_is_told_in_Danish()
    {
        var reply = await service.RankAsync(Faulty, language: "da");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
        Assert.That(
            Lines(reply),
            Is.EqualTo(
                new[]
                {
                    "Der er fejl i forespørgslen.",
                    "Alle fejl står ved det felt, de er i.",
                    "caseReference: skal være 1 til 64 bogstaver, cifre eller - _ . /",
                    "child.ageYears: skal være et helt tal fra 0 til 17",
                    "child.ageYears: præcis ét af felterne ageYears og birthDate skal udfyldes",
                    "child.birthDate: skal være en dato som 2026-11-22",
                    "child.birthDate: præcis ét af felterne ageYears og birthDate skal udfyldes",
                    "child.sex: skal være en af disse værdier: female, male, other",
                    "child.suicideRisk: skal være en af disse værdier: none, low, moderate, high",
                    "extra: er ikke et kendt felt",
                }
            )
        );
    }

    [Test]
    public async Task The_same_faults_are_told_in_English()
    {
        var reply = await service.RankAsync(Faulty, language: "en");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
        Assert.That(
            Lines(reply),
            Is.EqualTo(
                new[]
                {
                    "The request has faults.",
                    "Every fault is listed by the field it is in.",
                    "caseReference: must be 1 to 64 letters, digits or - _ . /",
                    "child.ageYears: must be a whole number from 0 to 17",
                    "child.ageYears: exactly one of ageYears and birthDate is required",
                    "child.birthDate: must be a date, yyyy-MM-dd",
                    "child.birthDate: exactly one of ageYears and birthDate is required",
                    "child.sex: must be one of: female, male, other",
                    "child.suicideRisk: must be one of: none, low, moderate, high",
                    "extra: is not a known field",
                }
            )
        );
    }

    [TestCase(null, "da")]
    [TestCase("", "da")]
    [TestCase("da", "da")]
    [TestCase("da-DK, en;q=0.8", "da")]
    [TestCase("DA", "da")]
    [TestCase("*", "da")]
    [TestCase("de", "da")]
    [TestCase("not a language;;", "da")]
    [TestCase("en", "en")]
    [TestCase("en-GB", "en")]
    [TestCase("de, en;q=0.5", "en")]
    [TestCase("da;q=0.4, en;q=0.5", "en")]
    public async Task The_language_is_that_of_any_answer(string? asked, string expected)
    {
        var (answer, problem) = (await service.RankAsync(Example.Json, language: asked), await service.RankAsync("{}", language: asked));
        Assert.That(
            (Language(answer), Language(problem), problem.FaultAsProblem()),
            Is.EqualTo((expected, expected, (string?)null)),
            problem.Text
        );
    }

    [TestCase("GET", "/v1/nowhere", 404)]
    [TestCase("GET", "/v1/rankings/00000000-0000-0000-0000-000000000000", 404)]
    [TestCase("GET", "/v1/rankings/x/counterfactuals?a=1", 400)]
    [TestCase("GET", "/v1/cases/SOF-none", 404)]
    [TestCase("GET", "/v1/placements/nowhere", 404)]
    [TestCase("GET", "/v1/models/none", 404)]
    [TestCase("DELETE", "/v1/rankings", 405)]
    [TestCase("POST", "/v1/rankings", 415)]
    [TestCase("POST", "/v1/models/rollback", 415)]
    [TestCase("GET", "/v1/audit/consistency-proofs?from=0", 400)]
    [TestCase("GET", "/v1/exports/rankings?from=2026-02-02&to=2026-01-01", 400)]
    public async Task Every_problem_is_told_in_both_languages(string method, string path, int status)
    {
        foreach (var language in new[] { "da", "en" })
        {
            var reply = await service.SendAsync(new HttpMethod(method), path, change: Asking(language));
            Assert.That(
                ((int)reply.Status, Language(reply), reply.FaultAsProblem()),
                Is.EqualTo((status, language, (string?)null)),
                reply.Text
            );
        }
    }

    [TestCase("da", "Der skal en gyldig nøgle til.")]
    [TestCase("en", "A valid key is needed.")]
    public async Task Who_is_not_known_is_told_so_in_their_language(string language, string title)
    {
        var reply = await service.SendAsync(HttpMethod.Get, "/v1/placements", caller: "", change: Asking(language));
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Unauthorized, (string?)null)));
        Assert.That(Lines(reply)[0], Is.EqualTo(title));
    }

    static Action<HttpRequestMessage> Asking(string language) =>
        request => request.Headers.TryAddWithoutValidation("Accept-Language", language);

    static string? Language(Reply reply) => reply.ContentHeaders.ContentLanguage.SingleOrDefault();

    static string?[] Lines(Reply reply) =>
        [
            reply.Json.GetProperty("title").GetString(),
            reply.Json.GetProperty("detail").GetString(),
            .. reply.Json.TryGetProperty("errors", out var errors)
                ? errors
                    .EnumerateObject()
                    .SelectMany(error => error.Value.EnumerateArray().Select(message => $"{error.Name}: {message.GetString()}"))
                : [],
        ];
}
