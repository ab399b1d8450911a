using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Security.Tokens;

/// <summary>A token says each thing once and in its type, or opens nothing: signed as it may be, it could be read in two ways.</summary>
public sealed class TokenShapeTests
{
    const string Roles = """
        { "groups": { "north": { "roles": ["auditor"], "teams": ["north"] }, "7": { "roles": ["auditor"] }, "true": { "roles": ["auditor"] } },
          "roles": { "audit": { "roles": ["auditor"] } }, "teams": { "north": { "teams": ["north"] } } }
        """;

    TestIssuer issuer = null!;
    LiveService service = null!;
    string rolesFile = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        rolesFile = Path.Combine(Path.GetTempPath(), $"matching-roles-{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(rolesFile, Roles);
        issuer = await TestIssuer.StartAsync();
        service = await LiveService.StartAsync(issuer.Settings(rolesFile));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        await issuer.DisposeAsync();
        File.Delete(rolesFile);
    }

    [TestCase("")]
    [TestCase("\"typ\":\"JWT\"")]
    [TestCase("\"typ\":\"at+jwt\"")]
    public async Task What_is_said_once_in_its_type_is_taken(string header) =>
        Assert.That(await StatusAsync(header, Claims()), Is.EqualTo(HttpStatusCode.OK));

    [TestCase("\"aud\":[\"matching\"]", "aud")]
    [TestCase("\"aud\":[\"elsewhere\",\"matching\"]", "aud")]
    [TestCase("\"groups\":[\"north\",\"others\"]", "groups")]
    [TestCase("\"exp\":99999999999", "exp")]
    [TestCase("\"email_verified\":true,\"address\":{\"country\":\"DK\"}", "")]
    public async Task A_list_of_texts_and_claims_that_mean_nothing_here_are_taken(string claims, string instead) =>
        Assert.That(await StatusAsync("", $"{Claims(instead)},{claims}"), Is.EqualTo(HttpStatusCode.OK));

    [TestCase("\"crit\":[\"exp\"]")]
    [TestCase("\"crit\":[\"b64\"],\"b64\":true")]
    [TestCase("\"crit\":[]")]
    [TestCase("\"crit\":null")]
    [TestCase("\"b64\":false")]
    [TestCase("\"b64\":true")]
    [TestCase("\"typ\":\"JWT\",\"typ\":\"JWT\"")]
    [TestCase("\"alg\":\"RS256\"")]
    [TestCase("\"\\u0061lg\":\"RS256\"")]
    [TestCase("\"alg\":\"none\"")]
    [TestCase("\"kid\":\"other\"")]
    [TestCase("\"x\":{\"a\":1,\"a\":2}")]
    public async Task A_header_with_what_is_critical_or_said_twice_opens_nothing(string header) =>
        Assert.That(await StatusAsync(header, Claims()), Is.EqualTo(HttpStatusCode.Unauthorized));

    [TestCase("\"sub\":\"other\"")]
    [TestCase("\"sub\":\"someone\"")]
    [TestCase("\"\\u0073ub\":\"other\"")]
    [TestCase("\"iss\":\"other\"")]
    [TestCase("\"aud\":\"matching\"")]
    [TestCase("\"exp\":99999999999")]
    [TestCase("\"iat\":1,\"iat\":2")]
    [TestCase("\"nbf\":1,\"nbf\":2")]
    [TestCase("\"groups\":\"north\"")]
    [TestCase("\"roles\":\"audit\",\"roles\":\"audit\"")]
    [TestCase("\"teams\":\"north\",\"teams\":\"north\"")]
    [TestCase("\"x\":1,\"x\":1")]
    public async Task A_claim_that_is_there_twice_opens_nothing(string claims) =>
        Assert.That(await StatusAsync("", $"{Claims()},{claims}"), Is.EqualTo(HttpStatusCode.Unauthorized));

    [TestCase("\"sub\":7", "sub")]
    [TestCase("\"sub\":true", "sub")]
    [TestCase("\"sub\":null", "sub")]
    [TestCase("\"sub\":[\"someone\"]", "sub")]
    [TestCase("\"sub\":{\"id\":\"someone\"}", "sub")]
    [TestCase("\"exp\":\"99999999999\"", "exp")]
    [TestCase("\"exp\":null", "exp")]
    [TestCase("\"exp\":[99999999999]", "exp")]
    [TestCase("\"exp\":-1", "exp")]
    [TestCase("\"nbf\":\"1\"", "")]
    [TestCase("\"iat\":\"1\"", "")]
    [TestCase("\"iat\":true", "")]
    [TestCase("\"iss\":[\"ISSUER\"]", "iss")]
    [TestCase("\"aud\":7", "aud")]
    [TestCase("\"aud\":[\"matching\",7]", "aud")]
    [TestCase("\"aud\":{\"a\":\"matching\"}", "aud")]
    [TestCase("\"groups\":7", "groups")]
    [TestCase("\"groups\":true", "groups")]
    [TestCase("\"groups\":[\"north\",7]", "groups")]
    [TestCase("\"groups\":{\"north\":true}", "groups")]
    [TestCase("\"roles\":7", "")]
    [TestCase("\"teams\":[[\"north\"]]", "")]
    public async Task A_claim_of_another_type_opens_nothing(string claim, string instead) =>
        Assert.That(
            await StatusAsync("", $"{Claims(instead)},{claim.Replace("ISSUER", issuer.Authority, StringComparison.Ordinal)}"),
            Is.EqualTo(HttpStatusCode.Unauthorized)
        );

    [TestCase("1e300")]
    [TestCase("1e400")]
    [TestCase("253402300799")]
    [TestCase("9223372036854775807")]
    [TestCase("99999999999999999999999")]
    [TestCase("1.5e11")]
    public async Task An_expiry_at_the_end_of_the_calendar_is_no_fault_of_ours(string expiry) =>
        Assert.That((int)await StatusAsync("", $"{Claims("exp")},\"exp\":{expiry}"), Is.EqualTo(200).Or.EqualTo(401));

    // Turned writing, zero width, soft hyphen, filler, grapheme joiner, variation selector, other spaces, a mark upon a letter, line ends.
    [TestCase("a\\u202Eb")]
    [TestCase("a\\u2066b")]
    [TestCase("a\\u200Eb")]
    [TestCase("a\\u061Cb")]
    [TestCase("a\\u200Bb")]
    [TestCase("a\\u200Db")]
    [TestCase("a\\uFEFFb")]
    [TestCase("a\\u00ADb")]
    [TestCase("a\\u034Fb")]
    [TestCase("a\\u3164b")]
    [TestCase("a\\uFE0Fb")]
    [TestCase("a\\u2028b")]
    [TestCase("a\\u00A0b")]
    [TestCase("a\\u030Ab")]
    [TestCase("a\\u0000b")]
    [TestCase("a\\nb")]
    [TestCase("a\\uE000b")]
    [TestCase("010203 1234")]
    [TestCase("01.02.03\\u20131234")]
    public async Task A_subject_that_could_be_read_as_another_opens_nothing(string subject) =>
        Assert.That(await StatusAsync("", $"{Claims("sub")},\"sub\":\"{subject}\""), Is.EqualTo(HttpStatusCode.Unauthorized));

    [TestCase("Søren Kierkegård")]
    [TestCase("auth0|5f7c8ec7c33c6c004bbafe82")]
    [TestCase("01a2655d-8348-79da-8d0b-1511923850bd")]
    public async Task A_subject_that_is_seen_is_taken(string subject) =>
        Assert.That(await StatusAsync("", $"{Claims("sub")},\"sub\":\"{subject}\""), Is.EqualTo(HttpStatusCode.OK));

    string Claims(string without = "")
    {
        var claims = new Dictionary<string, string>
        {
            ["iss"] = $"\"{issuer.Authority}\"",
            ["aud"] = "\"matching\"",
            ["sub"] = "\"someone\"",
            ["exp"] = "99999999999",
            ["groups"] = "\"north\"",
        };
        return string.Join(',', claims.Where(claim => claim.Key != without).Select(claim => $"\"{claim.Key}\":{claim.Value}"));
    }

    async Task<HttpStatusCode> StatusAsync(string header, string claims)
    {
        var first = $$"""{"alg":"RS256","kid":"{{issuer.Rsa.KeyId}}"{{(header.Length > 0 ? "," : "")}}{{header}}}""";
        var signed = $"{Encoded(first)}.{Encoded($"{{{claims}}}")}";
        var signature = issuer.Rsa.Rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var reply = await service.SendAsync(
            HttpMethod.Get,
            "/v1/placements",
            caller: "",
            change: request => request.Headers.Add("Authorization", $"Bearer {signed}.{Base64Url.EncodeToString(signature)}")
        );
        return reply.Status;
    }

    static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
