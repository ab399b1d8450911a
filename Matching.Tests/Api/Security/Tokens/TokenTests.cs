using System.Net;
using System.Security.Cryptography;
using System.Text;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Matching.Tests.Api.Security.Tokens;

/// <summary>Tokens of an issuer: who gets in, and every way not to.</summary>
public sealed class TokenTests
{
    const string Roles = """
        { "groups": { "visitation-north": { "roles": ["visitator"], "teams": ["north"] }, "visitation-south": { "roles": ["visitator", "auditor"], "teams": ["south"] } },
          "scope": { "matching.audit": { "roles": ["auditor"], "teams": ["*"] } } }
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

    [Test]
    public async Task A_right_token_opens_what_its_roles_open_and_is_recorded_by_its_subject()
    {
        Assert.That((await RankAsync(issuer.Token())).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(service.App.Services.GetRequiredService<MatchingStore>().Entries.Entries().Last().Caller, Is.EqualTo("oidc:someone"));
        Assert.That((await CallAsync("/v1/audit/verification", issuer.Token())).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    static readonly string[] Signatures = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"];

    [TestCaseSource(nameof(Signatures))]
    public async Task Every_signature_only_the_issuer_can_make_is_taken(string algorithm)
    {
        var key = algorithm.StartsWith("ES", StringComparison.Ordinal) ? (SecurityKey)issuer.Ecdsa : issuer.Rsa;
        Assert.That(await StatusAsync(token => token.SigningCredentials = new(key, algorithm)), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("01a2655d-8348-79da-8d0b-1511923850bd", Description = "Ten digits of it would give a date")]
    [TestCase("f:5f1c2d3e-8348-49da-8d0b-1511923850bd:someone")]
    [TestCase("9b0101901234f00d9b0101901234f00d9b0101901234f00d9b0101901234f00d")]
    public async Task A_subject_that_is_an_identifier_is_taken_though_its_digits_give_a_date(string subject)
    {
        Assert.That((await RankAsync(issuer.Token(token => token.Claims["sub"] = subject))).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(
            service.App.Services.GetRequiredService<MatchingStore>().Entries.Entries().Last().Caller,
            Is.EqualTo($"oidc:{subject}")
        );
    }

    static readonly Dictionary<string, Action<SecurityTokenDescriptor>> WrongWays = new()
    {
        ["another audience"] = token => token.Audience = "elsewhere",
        ["no audience"] = token => token.Audience = null,
        ["another issuer"] = token => token.Issuer = "http://127.0.0.1:1",
        ["no issuer"] = token => token.Issuer = null,
        ["expired"] = token => token.Expires = DateTime.UtcNow.AddSeconds(-90),
        ["no expiry"] = token => token.Expires = null,
        ["not yet valid"] = token => token.NotBefore = DateTime.UtcNow.AddSeconds(150),
        ["made to log out"] = token => token.TokenType = "logout+jwt",
        ["no subject"] = token => token.Claims.Remove("sub"),
        ["an empty subject"] = token => token.Claims["sub"] = "",
        ["a blank subject"] = token => token.Claims["sub"] = "   ",
        ["a subject of two lines"] = token => token.Claims["sub"] = "some\none",
        ["a subject with NUL"] = token => token.Claims["sub"] = "some\0one",
        ["a subject too long"] = token => token.Claims["sub"] = new string('a', 256),
        ["two subjects"] = token => token.Claims["sub"] = new[] { "a", "b" },
        ["a civil registration number as subject"] = token => token.Claims["sub"] = "010190-1234",
        ["a civil registration number beside a name as subject"] = token => token.Claims["sub"] = "someone:0101901234",
        ["signed by a stranger who uses the issuer's key id"] = token =>
            token.SigningCredentials = new(
                new RsaSecurityKey(RSA.Create(2048)) { KeyId = token.SigningCredentials.Key.KeyId },
                SecurityAlgorithms.RsaSha256
            ),
        ["signed by a stranger"] = token => token.SigningCredentials = new(TestIssuer.NewRsa(), SecurityAlgorithms.RsaSha256),
        ["signed by a key without id"] = token =>
            token.SigningCredentials = new(
                new RsaSecurityKey(((RsaSecurityKey)token.SigningCredentials.Key).Rsa),
                SecurityAlgorithms.RsaSha256
            ),
        ["signed by nobody"] = token => token.SigningCredentials = null,
        ["signed with the public key as a shared secret"] = token =>
            token.SigningCredentials = new(
                new SymmetricSecurityKey(
                    Encoding.ASCII.GetBytes(((RsaSecurityKey)token.SigningCredentials.Key).Rsa.ExportSubjectPublicKeyInfoPem())
                )
                {
                    KeyId = token.SigningCredentials.Key.KeyId,
                },
                SecurityAlgorithms.HmacSha256
            ),
        ["signed with the public key's bytes as a shared secret"] = token =>
            token.SigningCredentials = new(
                new SymmetricSecurityKey(((RsaSecurityKey)token.SigningCredentials.Key).Rsa.ExportParameters(false).Modulus)
                {
                    KeyId = token.SigningCredentials.Key.KeyId,
                },
                SecurityAlgorithms.HmacSha256
            ),
    };

    static IEnumerable<string> Wrong => WrongWays.Keys;

    [TestCaseSource(nameof(Wrong))]
    public async Task A_token_that_is_wrong_in_one_way_opens_nothing(string way)
    {
        var entries = service.App.Services.GetRequiredService<MatchingStore>().Entries;
        var before = entries.Count();
        var reply = await RankAsync(issuer.Token(WrongWays[way]));
        Assert.That(
            (reply.Status, reply.FaultAsProblem(), entries.Count()),
            Is.EqualTo((HttpStatusCode.Unauthorized, (string?)null, before))
        );
    }

    [TestCase("{\"alg\":\"none\",\"typ\":\"JWT\"}")]
    [TestCase("{\"alg\":\"None\"}")]
    [TestCase("{}")]
    public async Task A_token_whose_header_asks_for_no_signature_opens_nothing(string header)
    {
        var parts = issuer.Token().Split('.');
        foreach (var signature in new[] { "", parts[2] })
        {
            var reply = await CallAsync("/v1/placements", $"{Base64UrlEncoder.Encode(header)}.{parts[1]}.{signature}");
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized), signature);
        }
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("a.b.c")]
    [TestCase("....")]
    [TestCase("æøå")]
    public async Task What_is_no_token_opens_nothing(string token)
    {
        Assert.That((await CallAsync("/v1/placements", token)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_token_whose_content_was_changed_opens_nothing()
    {
        var parts = issuer.Token().Split('.');
        var changed = Base64UrlEncoder.Encode(
            Base64UrlEncoder.Decode(parts[1]).Replace("visitation-north", "visitation-south", StringComparison.Ordinal)
        );
        Assert.That(
            (await CallAsync("/v1/placements", $"{parts[0]}.{changed}.{parts[2]}")).Status,
            Is.EqualTo(HttpStatusCode.Unauthorized)
        );
    }

    [Test]
    public async Task A_token_that_gives_no_role_is_known_and_may_do_nothing()
    {
        Assert.That(await StatusAsync(token => token.Claims["groups"] = new[] { "unheard-of" }), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(token => token.Claims["groups"] = "Visitation-North"), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_little_lateness_of_clocks_is_allowed()
    {
        Assert.That(await StatusAsync(token => token.Expires = DateTime.UtcNow.AddSeconds(-20)), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_token_in_the_address_is_no_token()
    {
        var token = issuer.Token();
        foreach (var name in new[] { "access_token", "token", "Authorization" })
            Assert.That(
                (await service.GetAsync($"/v1/placements?{name}={token}", caller: "")).Status,
                Is.EqualTo(HttpStatusCode.Unauthorized)
            );
    }

    [Test]
    public async Task A_key_still_opens_and_a_key_and_a_token_at_once_do_not()
    {
        Assert.That((await service.GetAsync("/v1/placements")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await CallAsync("/v1/placements", issuer.Token(), LiveService.All)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await CallAsync("/v1/placements", "nonsense", LiveService.All)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_refusal_names_both_ways_to_be_known()
    {
        foreach (var reply in new[] { await service.GetAsync("/v1/placements", caller: ""), await CallAsync("/v1/placements", "nonsense") })
            Assert.That(reply.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme), Is.EqualTo(new[] { "ApiKey", "Bearer" }));
    }

    Task<HttpStatusCode> StatusAsync(Action<SecurityTokenDescriptor> change) => StatusAsync("/v1/placements", change);

    async Task<HttpStatusCode> StatusAsync(string path, Action<SecurityTokenDescriptor> change) =>
        (await CallAsync(path, issuer.Token(change))).Status;

    Task<Reply> CallAsync(string path, string token, string caller = "") =>
        service.SendAsync(
            HttpMethod.Get,
            path,
            caller: caller,
            change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}")
        );

    Task<Reply> RankAsync(string token) =>
        service.SendAsync(
            HttpMethod.Post,
            "/v1/rankings",
            LiveService.Content(Example.Json),
            "",
            request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}")
        );
}
