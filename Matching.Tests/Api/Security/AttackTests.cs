using System.Net;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Matching.Tests.Api.Security;

/// <summary>
/// Every closed endpoint, attacked with everything that is not a right key of the right role: refused each time, and nothing recorded.
/// </summary>
public sealed class AttackTests
{
    TestIssuer issuer = null!;
    LiveService service = null!;
    LogReader entries = null!;
    string rolesFile = "",
        rankingId = "",
        keyId = "",
        revoked = "",
        rotatedAway = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        rolesFile = Path.Combine(Path.GetTempPath(), $"matching-roles-{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(
            rolesFile,
            """{ "groups": { "visitation-north": { "roles": ["visitator", "case-system", "analyst", "administrator", "auditor"], "teams": ["*"] } } }"""
        );
        issuer = await TestIssuer.StartAsync();
        service = await LiveService.StartAsync([
            .. issuer.Settings(rolesFile),
            "--ApiKeys:past:Key=expired-key",
            "--ApiKeys:past:Roles=visitator,case-system,analyst,administrator,auditor",
            "--ApiKeys:past:Teams=*",
            "--ApiKeys:past:Expires=2020-01-01",
        ]);
        entries = service.App.Services.GetRequiredService<MatchingStore>().Entries;
        rankingId = (await service.RankAsync(Example.Json)).RankingId;
        const string allRoles = """ "visitator", "case-system", "analyst", "administrator", "auditor" """;
        (keyId, _) = await service.IssueKeyAsync(roles: allRoles);
        (var gone, revoked) = await service.IssueKeyAsync(roles: allRoles);
        await service.SendAsync(HttpMethod.Delete, $"/v1/keys/{gone}");
        (var old, rotatedAway) = await service.IssueKeyAsync(roles: allRoles);
        await service.SendAsync(HttpMethod.Post, $"/v1/keys/{old}/rotation", LiveService.Content("""{"overlapDays":0}"""));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        await issuer.DisposeAsync();
        File.Delete(rolesFile);
    }

    static IEnumerable<string> Closed =>
        EndpointTableTests.Table.Where(row => !row.Value.Contains(EndpointTableTests.Open)).Select(row => row.Key);

    [TestCaseSource(nameof(Closed))]
    public async Task Nobody_gets_in_without_a_right_key_or_token(string endpoint)
    {
        var attacks = new Dictionary<string, (string Header, string Value)[]>
        {
            ["nothing"] = [],
            ["a wrong key"] = [("X-Api-Key", "wrong")],
            ["the hash of a key"] = [("X-Api-Key", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("key-of-all"u8)))],
            ["an expired key"] = [("X-Api-Key", "expired-key")],
            ["a revoked key"] = [("X-Api-Key", revoked)],
            ["a key that was rotated away"] = [("X-Api-Key", rotatedAway)],
            ["a key as a token"] = [("Authorization", $"Bearer {LiveService.KeyOf(LiveService.All)}")],
            ["a key as a password"] = [("Authorization", $"Basic {LiveService.KeyOf(LiveService.All)}")],
            ["an expired token"] = [("Authorization", $"Bearer {issuer.Token(token => token.Expires = DateTime.UtcNow.AddMinutes(-5))}")],
            ["a forged token"] =
            [
                (
                    "Authorization",
                    $"Bearer {issuer.Token(token => token.SigningCredentials = new(TestIssuer.NewRsa(), SecurityAlgorithms.RsaSha256))}"
                ),
            ],
            ["a token as a key"] = [("X-Api-Key", issuer.Token())],
            ["a key and a token"] = [("X-Api-Key", LiveService.KeyOf(LiveService.All)), ("Authorization", $"Bearer {issuer.Token()}")],
        };
        foreach (var (attack, headers) in attacks)
            await RefusedAsync(endpoint, attack, HttpStatusCode.Unauthorized, headers);
    }

    [TestCaseSource(nameof(Closed))]
    public async Task Nobody_gets_in_with_another_role(string endpoint)
    {
        foreach (var caller in LiveService.Callers.Except(EndpointTableTests.Table[endpoint]).Where(caller => caller != LiveService.All))
            await RefusedAsync(endpoint, caller, HttpStatusCode.Forbidden, ("X-Api-Key", LiveService.KeyOf(caller)));
        await RefusedAsync(
            endpoint,
            "a token without roles",
            HttpStatusCode.Forbidden,
            ("Authorization", $"Bearer {issuer.Token(token => token.Claims["groups"] = "unheard-of")}")
        );
    }

    async Task RefusedAsync(string endpoint, string attack, HttpStatusCode expected, params (string Header, string Value)[] headers)
    {
        var (method, route) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        var id =
            route.StartsWith("/v1/rankings", StringComparison.Ordinal) ? rankingId
            : route.StartsWith("/v1/keys", StringComparison.Ordinal) ? keyId
            : "nexus";
        var body = EndpointTableTests.BodyOf(endpoint);
        var before = entries.Count();
        var reply = await service.SendAsync(
            new HttpMethod(method),
            route.Replace("{id}", id, StringComparison.Ordinal).Replace("{whatIfId}", rankingId, StringComparison.Ordinal),
            body is null ? null : LiveService.Content(body),
            caller: "",
            change: request =>
            {
                foreach (var (header, value) in headers)
                    request.Headers.TryAddWithoutValidation(header, value);
            }
        );
        Assert.That((reply.Status, reply.FaultAsProblem(), entries.Count() - before), Is.EqualTo((expected, (string?)null, 0L)), attack);
    }
}
