using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Security;

/// <summary>No key, token or civil registration number is logged, however much is asked to be logged and wherever it was sent.</summary>
public sealed class SecretsInLogsTests
{
    const string CivilNumber = "0101901234";

    [Test]
    public async Task Nothing_secret_is_logged_even_when_everything_is()
    {
        var rolesFile = Path.Combine(Path.GetTempPath(), $"matching-roles-{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(rolesFile, """{ "groups": { "visitation-north": { "roles": ["visitator"], "teams": ["*"] } } }""");
        await using var issuer = await TestIssuer.StartAsync();
        await using var service = await LiveService.StartAsync([
            .. issuer.Settings(rolesFile),
            "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.Hosting=Trace",
            "--Logging:LogLevel:System=Trace",
        ]);
        var (key, token, forged) = (
            (await service.IssueKeyAsync()).Key,
            issuer.Token(),
            issuer.Token(wrong => wrong.SigningCredentials = new(TestIssuer.NewRsa(), "RS256"))
        );
        var configured = LiveService.KeyOf(LiveService.All);
        foreach (var secret in new[] { key, token, forged, configured, CivilNumber })
        {
            await service.GetWithKeyAsync("/v1/keys", secret);
            await service.SendAsync(
                HttpMethod.Get,
                "/v1/placements",
                caller: "",
                change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {secret}")
            );
            await service.GetAsync($"/v1/placements?key={secret}");
            await service.GetAsync($"/v1/rankings/{secret}");
            await service.RankAsync($"{{\"caseReference\":\"{secret}\"}}");
            await service.RankAsync(Example.Json, idempotencyKey: secret[..Math.Min(secret.Length, 200)]);
            await RawHttp.SendAsync(service.Address, $"GET /{secret} HTTP/1.1\r\nHost: a\r\nBad Header {secret}\r\n\r\n");
            await RawHttp.SendAsync(service.Address, $"{secret} HTTP/1.1\r\nHost: {secret} {secret}\r\n\r\n");
        }
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        issuer.IsDown = true;
        await service.StopAsync();
        foreach (var secret in new[] { key, token.Split('.')[1], token.Split('.')[2], forged.Split('.')[2], configured, CivilNumber })
            Assert.That(service.Log.Text, Does.Not.Contain(secret));
        File.Delete(rolesFile);
    }

    [Test]
    public async Task The_log_is_listened_to()
    {
        await using var service = await LiveService.StartAsync("--Logging:LogLevel:Default=Trace");
        await service.StopAsync();
        Assert.That(service.Log.Text, Is.Not.Empty);
    }
}
