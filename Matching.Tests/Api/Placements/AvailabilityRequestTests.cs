using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Placements;

/// <summary>What a report of free beds may be: everything else is refused and leaves nothing behind.</summary>
public sealed class AvailabilityRequestTests
{
    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("nowhere")]
    [TestCase("Nexus")]
    [TestCase("nexus%20")]
    [TestCase("..%2Fnexus")]
    public async Task An_unknown_placement_is_not_found(string id)
    {
        var replies = new[] { await service.GetAsync($"/v1/placements/{id}"), await service.ReportAsync(id, 1) };
        Assert.That(
            replies.Select(reply => (reply.Status, reply.FaultAsProblem())),
            Is.All.EqualTo((HttpStatusCode.NotFound, (string?)null))
        );
        Assert.That(await service.EntriesAsync(), Is.Zero);
    }

    [TestCase("{}", "asOf freePlaces")]
    [TestCase("""{"freePlaces":null,"asOf":null}""", "asOf freePlaces")]
    [TestCase("""{"freePlaces":-1,"asOf":"2026-11-22"}""", "freePlaces")]
    [TestCase("""{"freePlaces":1001,"asOf":"2026-11-22"}""", "freePlaces")]
    [TestCase("""{"freePlaces":1.0,"asOf":"2026-11-22"}""", "freePlaces")]
    [TestCase("""{"freePlaces":"1","asOf":"2026-11-22"}""", "freePlaces")]
    [TestCase("""{"freePlaces":1e999,"asOf":"2026-02-29"}""", "asOf freePlaces")]
    [TestCase("""{"freePlaces":1,"asOf":"22-11-2026","places":1}""", "asOf places")]
    [TestCase("""{"freePlaces":1,"asOf":"2999-01-01"}""", "asOf")]
    [TestCase("""{"freePlaces":1,"freePlaces":1,"asOf":"2026-11-22"}""", "freePlaces")]
    [TestCase("""{"freeplaces":1,"asOf":"2026-11-22"}""", "freePlaces freeplaces")]
    [TestCase("""[]""", "body")]
    [TestCase("""null""", "body")]
    [TestCase("", "body")]
    public async Task A_report_with_faults_is_refused_with_all_of_them(string body, string fields)
    {
        var refusal = await service.SendAsync(HttpMethod.Put, "/v1/placements/nexus/availability", LiveService.Content(body));
        Assert.That(
            (refusal.Status, refusal.FaultAsProblem(), string.Join(' ', refusal.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, fields))
        );
        Assert.That(await service.EntriesAsync(), Is.Zero);
    }
}
