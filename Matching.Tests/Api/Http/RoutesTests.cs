using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>
/// Addresses and methods that are not offered: a problem each time, regardless of what is accepted and where the service runs.
/// </summary>
[TestFixture("Production")]
[TestFixture("Development")]
public sealed class RoutesTests(string environment)
{
    static readonly string[] Accepts = ["*/*", "text/html", "application/xml", "image/png", "application/json;q=0", "nonsense", ""];

    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync($"--environment={environment}");

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("/")]
    [TestCase("/v1")]
    [TestCase("/v2/rankings")]
    [TestCase("/v1/ranking")]
    [TestCase("/v1/rankings/1")]
    [TestCase("/v1/rankings/not-an-id")]
    [TestCase("/v1/rankings/00000000-0000-0000-0000-000000000000")]
    [TestCase("/v1/rankings/00000000000000000000000000000000")]
    [TestCase("/v1/rankings/%7B00000000-0000-0000-0000-000000000000%7D")]
    [TestCase("/v1/rankings/00000000-0000-0000-0000-000000000000%20")]
    [TestCase("/v1/rankings/%27%20OR%201%3D1%20--")]
    [TestCase("/v1/rankings/..%2F..%2Fetc%2Fpasswd")]
    [TestCase("/v1/rankings/%ff%fe")]
    [TestCase("/v1/rankings/%F0%9F%92%A9")]
    [TestCase("/v1/rankings/00000000-0000-0000-0000-000000000000/replays")]
    [TestCase("/v1/placements/nexus/beds")]
    [TestCase("/v1/placements/%2e%2e/rankings/x")]
    [TestCase("/v1/audit")]
    [TestCase("/health")]
    [TestCase("/swagger/v2/swagger.json")]
    [TestCase("/appsettings.json")]
    [TestCase("/.git/config")]
    [TestCase("/error")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        foreach (var accept in Accepts)
        {
            var reply = await service.SendAsync(
                HttpMethod.Get,
                path,
                change: request => request.Headers.TryAddWithoutValidation("Accept", accept)
            );
            Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)), accept);
        }
    }

    [TestCase("GET", "/v1/rankings")]
    [TestCase("DELETE", "/v1/rankings/00000000-0000-0000-0000-000000000000")]
    [TestCase("PUT", "/v1/rankings")]
    [TestCase("PATCH", "/v1/placements/nexus")]
    [TestCase("POST", "/v1/placements/nexus/availability")]
    [TestCase("DELETE", "/v1/placements/nexus/peer-group")]
    [TestCase("GET", "/v1/rankings/00000000-0000-0000-0000-000000000000/replay")]
    [TestCase("POST", "/v1/audit/verification")]
    [TestCase("OPTIONS", "/v1/rankings")]
    [TestCase("TRACE", "/v1/rankings")]
    [TestCase("POST", "/health/live")]
    [TestCase("BREW", "/v1/placements")]
    [TestCase("post", "/v1/placements")]
    public async Task A_method_that_is_not_offered_is_refused_and_the_offered_are_named(string method, string path)
    {
        foreach (var accept in Accepts)
        {
            var reply = await service.SendAsync(
                new HttpMethod(method),
                path,
                LiveService.Content(Example.Json),
                change: request => request.Headers.TryAddWithoutValidation("Accept", accept)
            );
            Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.MethodNotAllowed, (string?)null)), accept);
            Assert.That(reply.ContentHeaders.Allow, Is.Not.Empty);
        }
    }

    [Test]
    public async Task Every_refusal_is_a_problem_whatever_is_accepted()
    {
        foreach (var accept in Accepts)
        {
            void Accept(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("Accept", accept);
            var replies = new[]
            {
                (HttpStatusCode.Unauthorized, await service.SendAsync(HttpMethod.Get, "/v1/placements", caller: "", change: Accept)),
                (
                    HttpStatusCode.Forbidden,
                    await service.SendAsync(HttpMethod.Get, "/v1/audit/verification", caller: "visitator", change: Accept)
                ),
                (
                    HttpStatusCode.BadRequest,
                    await service.SendAsync(HttpMethod.Post, "/v1/rankings", LiveService.Content("{}"), change: Accept)
                ),
                (
                    HttpStatusCode.Conflict,
                    await service.SendAsync(
                        HttpMethod.Post,
                        "/v1/rankings",
                        LiveService.Content(Example.With("mode", "\"rules-and-model\"")),
                        change: Accept
                    )
                ),
                (
                    HttpStatusCode.UnsupportedMediaType,
                    await service.SendAsync(HttpMethod.Post, "/v1/rankings", LiveService.Content([], "text/plain"), change: Accept)
                ),
            };
            foreach (var (expected, reply) in replies)
                Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((expected, (string?)null)), accept);
        }
    }

    [Test]
    public async Task A_refused_HEAD_has_no_body_but_says_what_it_would_be()
    {
        var reply = await service.SendAsync(HttpMethod.Head, "/v1/nothing");
        Assert.That(
            (reply.Status, reply.ContentType, reply.Bytes.Length),
            Is.EqualTo((HttpStatusCode.NotFound, "application/problem+json", 0))
        );
    }

    [Test]
    public async Task No_refusal_tells_of_the_inside()
    {
        foreach (
            var reply in new[]
            {
                await service.RankAsync("{\"a\":"),
                await service.GetAsync("/v1/rankings/x"),
                await service.RankAsync(Example.With("child.ageYears", "1e999")),
            }
        )
            Assert.That(
                reply.Text,
                Does.Not.Contain("Exception").And.Not.Contain("System.").And.Not.Contain("   at ").And.Not.Contain("LineNumber").IgnoreCase
            );
    }

    [Test]
    public async Task The_server_does_not_say_what_it_is()
    {
        var reply = await service.GetAsync("/v1/placements");
        Assert.That((reply.Headers.Contains("Server"), reply.Headers.Contains("X-Powered-By")), Is.EqualTo((false, false)));
    }
}
