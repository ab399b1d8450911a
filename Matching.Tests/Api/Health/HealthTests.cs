using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Health;

[OnEachStore]
public sealed class HealthTests
{
    [Test]
    public async Task Health_and_the_description_of_the_service_are_open_to_all()
    {
        await using var service = await LiveService.StartAsync();
        foreach (var path in new[] { "/health/live", "/health/ready", "/swagger/index.html", "/swagger/v1/swagger.json" })
            Assert.That((await service.GetAsync(path, caller: "")).Status, Is.EqualTo(HttpStatusCode.OK), path);
    }

    [Test]
    public async Task HEAD_answers_as_GET_does_without_the_body()
    {
        await using var service = await LiveService.StartAsync();
        string[] paths = ["/health/live", "/health/ready", "/swagger/index.html", "/swagger/v1/swagger.json", "/swagger/v2/swagger.json"];
        foreach (var path in paths)
        {
            var (get, head) = (await service.GetAsync(path, caller: ""), await service.SendAsync(HttpMethod.Head, path, caller: ""));
            Assert.That((head.Status, head.ContentType, head.Bytes.Length), Is.EqualTo((get.Status, get.ContentType, 0)), path);
        }
    }

    [Test]
    public async Task Ready_names_the_version_of_the_embedded_database_where_it_is_in_use()
    {
        await using var service = await LiveService.StartAsync();
        var version = (await service.GetAsync("/health/ready", caller: "")).Json.GetProperty("sqliteVersion").GetString();
        Assert.That(version, service.Postgres is null ? Does.Match(@"^3\.\d+\.\d+$") : Is.Null);
    }

    [Test]
    public async Task Every_field_of_health_is_in_camelCase()
    {
        await using var service = await LiveService.StartAsync($"--Storage:LeastFreeMegabytes={int.MaxValue}");
        var replies = new[] { await service.GetAsync("/health/live", caller: ""), await service.GetAsync("/health/ready", caller: "") };
        Assert.That(replies.Select(reply => reply.Status), Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }));
        Assert.That(
            replies.SelectMany(reply => reply.Json.EnumerateObject()).Select(field => field.Name),
            Has.All.Match("^[a-z]+([A-Z][a-z]*)*$")
        );
    }
}
