using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>What browsers are reported not to do.</summary>
public sealed class SecurityHeadersTests
{
    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("/v1/placements")]
    [TestCase("/v1/nothing")]
    [TestCase("/v1/rankings/00000000-0000-0000-0000-000000000000")]
    [TestCase("/health/live")]
    [TestCase("/swagger/index.html")]
    [TestCase("/swagger/v1/swagger.json")]
    public async Task Every_answer_is_closed_to_frames_guesses_and_other_sites(string path)
    {
        var headers = (await service.GetAsync(path)).Headers;
        Assert.That(
            new[]
            {
                "X-Content-Type-Options",
                "X-Frame-Options",
                "Referrer-Policy",
                "Cross-Origin-Opener-Policy",
                "Cross-Origin-Resource-Policy",
                "Cross-Origin-Embedder-Policy",
            }.Select(name => headers.GetValues(name).Single()),
            Is.EqualTo(new[] { "nosniff", "DENY", "no-referrer", "same-origin", "same-origin", "require-corp" })
        );
        Assert.That(headers.GetValues("Permissions-Policy").Single(), Does.Contain("geolocation=()"));
        Assert.That(
            headers.GetValues("Content-Security-Policy").Single(),
            Does.StartWith("default-src 'none'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe-eval")
        );
        Assert.That(headers.Contains("Strict-Transport-Security"), Is.False, "only over TLS");
    }

    [Test]
    public async Task The_pages_may_run_only_what_they_bring_and_bring_nothing_inline()
    {
        var page = await service.GetAsync("/swagger/index.html");
        Assert.That(page.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("script-src 'self';"));
        Assert.That(System.Text.RegularExpressions.Regex.Count(page.Text, "<script(?![^>]* src=)"), Is.Zero);
    }

    [Test]
    public async Task Answers_are_not_kept_by_anything_on_the_way()
    {
        foreach (var path in new[] { "/v1/placements", "/v1/keys", "/v1/audit/verification", "/v1/nothing" })
            Assert.That((await service.GetAsync(path)).Headers.CacheControl?.NoStore, Is.True, path);
    }

    [Test]
    public async Task More_headers_than_anyone_needs_are_refused()
    {
        var many = string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: a\r\n"));
        Assert.That(await HeadAsync("/health/live", many), Does.StartWith("HTTP/1.1 431").And.Contain("application/problem+json"));
        Assert.That((await service.GetAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Headers_larger_than_anyone_needs_are_refused()
    {
        Assert.That(
            await HeadAsync("/health/live", $"X-Large: {new string('a', 40_000)}\r\n"),
            Does.StartWith("HTTP/1.1 431").And.Contain("application/problem+json").And.Contain("nosniff")
        );
    }

    [Test]
    public async Task An_address_longer_than_anyone_needs_is_refused([Values("/v1/placements?a=", "/v1/placements/")] string start)
    {
        Assert.That(
            await HeadAsync(start + new string('a', 9_000), ""),
            Does.StartWith("HTTP/1.1 414").And.Contain("application/problem+json").And.Contain("nosniff")
        );
    }

    Task<string> HeadAsync(string address, string headers) =>
        RawHttp.SendAsync(service.Address, $"GET {address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n");
}
