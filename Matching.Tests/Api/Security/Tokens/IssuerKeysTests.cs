using System.Net;
using System.Security.Claims;
using Matching.Api.Security;
using Matching.Api.Security.Tokens;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Security.Tokens;

/// <summary>Where the issuer's keys come from, how they follow a rotation, and what happens while the issuer is away.</summary>
public sealed class IssuerKeysTests
{
    TestIssuer issuer = null!;
    FakeTimeProvider clock = null!;
    ServiceProvider services = null!;
    string rolesFile = "";

    [SetUp]
    public async Task Start()
    {
        rolesFile = Path.Combine(Path.GetTempPath(), $"matching-roles-{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(
            rolesFile,
            """{ "groups": { "visitation-north": { "roles": ["visitator"], "teams": ["north"] }, "south": { "roles": ["visitator", "auditor"], "teams": ["south"] }, "chief": { "teams": ["*"] } } }"""
        );
        issuer = await TestIssuer.StartAsync();
        clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var settings = new OidcSettings(issuer.Authority, TestIssuer.Audience, ClaimMapping.Read(rolesFile, "file", new Problems())!);
        services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddCallers(settings).BuildServiceProvider();
    }

    [TearDown]
    public async Task Stop()
    {
        await services.DisposeAsync();
        await issuer.DisposeAsync();
        File.Delete(rolesFile);
    }

    [Test]
    public async Task Many_tokens_at_once_fetch_the_keys_once()
    {
        var token = issuer.Token();
        var bearers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => FindAsync(token)));
        Assert.That((bearers.Count(bearer => bearer is not null), issuer.Fetches), Is.EqualTo((32, 1)));
    }

    [Test]
    public async Task Roles_and_teams_of_all_claims_add_up()
    {
        var both = (await FindAsync(["visitation-north", "south", "unheard-of"]))!;
        Assert.That(both.FindAll("team").Select(claim => claim.Value), Is.EquivalentTo(new[] { "north", "south" }));
        Assert.That(new[] { "visitator", "auditor", "administrator" }.Select(both.IsInRole), Is.EqualTo(new[] { true, true, false }));
        Assert.That(
            (await FindAsync(["visitation-north", "chief"]))!.FindAll("team").Select(claim => claim.Value),
            Is.EqualTo(new[] { "*" })
        );
    }

    [Test]
    public async Task A_rotated_key_is_taken_at_once_and_the_old_one_no_more()
    {
        var before = issuer.Token();
        Assert.That(await FindAsync(before), Is.Not.Null);
        issuer.Rotate();
        clock.Advance(IssuerKeys.BetweenRefreshes);
        Assert.That(await FindAsync(issuer.Token()), Is.Not.Null);
        Assert.That(await FindAsync(before), Is.Null);
    }

    [Test]
    public async Task Unknown_keys_do_not_make_the_service_ask_again_and_again()
    {
        await FindAsync(issuer.Token());
        clock.Advance(IssuerKeys.BetweenRefreshes);
        var unknown = issuer.Token(token => token.SigningCredentials = new(TestIssuer.NewRsa(), "RS256"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FindAsync(unknown)));
        Assert.That(issuer.Fetches, Is.EqualTo(2));
    }

    [Test]
    public async Task The_keys_outlast_an_issuer_that_is_away_for_a_while_but_not_for_ever()
    {
        var token = issuer.Token();
        await FindAsync(token);
        issuer.IsDown = true;
        clock.Advance(IssuerKeys.FreshFor);
        Assert.That(await FindAsync(token), Is.Not.Null);
        clock.Advance(IssuerKeys.UsableFor);
        Assert.That((await AuthenticateAsync(token)).Failure, Is.TypeOf<IssuerUnavailableException>());
    }

    [Test]
    public async Task An_issuer_that_is_away_is_asked_once_however_many_tokens_come()
    {
        issuer.IsDown = true;
        var token = issuer.Token();
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AuthenticateAsync(token)));
        Assert.That(results.Select(result => result.Failure), Has.All.TypeOf<IssuerUnavailableException>());
        Assert.That(issuer.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Keys_of_an_issuer_that_comes_back_are_fetched_after_a_pause()
    {
        issuer.IsDown = true;
        Assert.That((await AuthenticateAsync(issuer.Token())).Failure, Is.TypeOf<IssuerUnavailableException>());
        issuer.IsDown = false;
        Assert.That((await AuthenticateAsync(issuer.Token())).Failure, Is.TypeOf<IssuerUnavailableException>());
        clock.Advance(IssuerKeys.AfterFailure);
        Assert.That(await FindAsync(issuer.Token()), Is.Not.Null);
    }

    [Test]
    public async Task A_discovery_document_of_another_issuer_is_not_believed()
    {
        issuer.CallsItself = "http://127.0.0.1:1";
        Assert.That((await AuthenticateAsync(issuer.Token())).Failure, Is.TypeOf<IssuerUnavailableException>());
    }

    [Test]
    public async Task While_the_issuer_is_away_tokens_get_503_and_keys_and_health_go_on()
    {
        issuer.IsDown = true;
        await using var service = await LiveService.StartAsync(issuer.Settings(rolesFile));
        void WithToken(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {issuer.Token()}");
        var reply = await service.SendAsync(HttpMethod.Get, "/v1/placements", caller: "", change: WithToken);
        Assert.That(
            (reply.Status, reply.ContentType, reply.Headers.RetryAfter?.Delta),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json", (TimeSpan?)IssuerKeys.AfterFailure))
        );
        Assert.That((await service.GetAsync("/v1/placements")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            (await service.SendAsync(HttpMethod.Get, "/health/ready", caller: "", change: WithToken)).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );
    }

    [Test]
    public async Task With_an_issuer_and_no_keys_no_development_key_is_made_and_any_address_may_be_listened_on()
    {
        var folder = TemporaryStore.NewFolder();
        await using (
            var app = await Matching.Api.Hosting.MatchingApplication.BuildAsync([
                $"--DataDirectory={folder}",
                "--urls=http://0.0.0.0:0",
                "--Logging:Console:LogLevel:Default=None",
                .. issuer.Settings(rolesFile),
            ])
        )
            Assert.That(File.Exists(Path.Combine(folder, "development.key")), Is.False);
        Directory.Delete(folder, recursive: true);
    }

    Task<ClaimsPrincipal?> FindAsync(string[] groups) => FindAsync(issuer.Token(token => token.Claims["groups"] = groups));

    async Task<ClaimsPrincipal?> FindAsync(string token) => (await AuthenticateAsync(token)).Principal;

    async Task<AuthenticateResult> AuthenticateAsync(string token)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Headers.Authorization = $"Bearer {token}";
        return await context.AuthenticateAsync(BearerScheme.Name);
    }
}
