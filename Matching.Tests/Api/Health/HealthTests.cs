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
    public async Task Ready_names_the_version_of_the_database()
    {
        await using var service = await LiveService.StartAsync();
        Assert.That(
            (await service.GetAsync("/health/ready", caller: "")).Json.GetProperty("sqlite_version").GetString(),
            Does.Match(@"^3\.\d+\.\d+$")
        );
    }
}
