using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Tests.Api.Support;

/// <summary>An issuer of tokens on a free port of this machine: a discovery document, and keys made for the test.</summary>
sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "matching";

    readonly WebApplication app;
    readonly List<SecurityKey> published = [];
    readonly ConcurrentQueue<string> headers = new();
    int fetches;
    int asked;

    TestIssuer(WebApplication app) => this.app = app;

    public string Authority => app.Urls.Single();

    /// <summary>The key tokens are signed with unless another is named.</summary>
    public RsaSecurityKey Rsa { get; private set; } = NewRsa();

    public ECDsaSecurityKey Ecdsa { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString() };

    /// <summary>How often the keys were fetched.</summary>
    public int Fetches => Volatile.Read(ref fetches);

    /// <summary>The headers of all requests for the keys.</summary>
    public string Headers => string.Join('\n', headers);

    /// <summary>How often the discovery document was asked for.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Answers nothing but 500 while set.</summary>
    public bool IsDown { get; set; }

    /// <summary>What the discovery document calls the issuer; null = as it should.</summary>
    public string? CallsItself { get; set; }

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new TestIssuer(builder.Build());
        issuer.published.AddRange([issuer.Rsa, issuer.Ecdsa]);
        issuer.app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                Interlocked.Increment(ref issuer.asked) > 0 && issuer.IsDown
                    ? Results.StatusCode(500)
                    : Results.Json(
                        new Dictionary<string, string>
                        {
                            ["issuer"] = issuer.CallsItself ?? issuer.Authority,
                            ["jwks_uri"] = $"{issuer.Authority}/keys",
                        }
                    )
        );
        issuer.app.MapGet("/keys", issuer.Keys);
        await issuer.app.StartAsync();
        return issuer;
    }

    public static RsaSecurityKey NewRsa() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString() };

    /// <summary>From now on signs with another key, and publishes that instead.</summary>
    public void Rotate()
    {
        published.Remove(Rsa);
        Rsa = NewRsa();
        published.Add(Rsa);
    }

    /// <summary>The settings of a service that takes its tokens.</summary>
    public string[] Settings(string rolesFile) =>
        [$"--Oidc:Authority={Authority}", $"--Oidc:Audience={Audience}", $"--Oidc:RolesFile={rolesFile}", "--Oidc:RequireHttps=false"];

    /// <summary>A right token, changed as the test needs.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null)
    {
        var now = DateTime.UtcNow;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = Audience,
            IssuedAt = now.AddMinutes(-1),
            NotBefore = now.AddMinutes(-1),
            Expires = now.AddMinutes(10),
            Claims = new Dictionary<string, object> { ["sub"] = "someone", ["groups"] = new[] { "visitation-north", "unheard-of" } },
            SigningCredentials = new SigningCredentials(Rsa, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    IResult Keys(HttpRequest request)
    {
        headers.Enqueue(string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value}")));
        Interlocked.Increment(ref fetches);
        return Results.Json(new Dictionary<string, object> { ["keys"] = published.Select(Public).ToList() });
    }

    static Dictionary<string, string> Public(SecurityKey key)
    {
        var json = key is RsaSecurityKey rsa
            ? JsonWebKeyConverter.ConvertFromRSASecurityKey(rsa)
            : JsonWebKeyConverter.ConvertFromECDsaSecurityKey((ECDsaSecurityKey)key);
        return json.Kty == "RSA"
            ? new()
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = key.KeyId,
                ["n"] = json.N,
                ["e"] = json.E,
            }
            : new()
            {
                ["kty"] = "EC",
                ["use"] = "sig",
                ["kid"] = key.KeyId,
                ["crv"] = json.Crv,
                ["x"] = json.X,
                ["y"] = json.Y,
            };
    }
}
