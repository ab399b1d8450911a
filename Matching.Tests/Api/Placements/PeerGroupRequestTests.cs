using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Placements;

/// <summary>What a report of a peer group may be: everything else is refused and leaves nothing behind.</summary>
public sealed class PeerGroupRequestTests
{
    const string Integer =
        """{"asOf":"2026-11-22","residents":6,"gangTies":2,"gangConflict":true,"severeSelfHarm":3,"youngestAge":13,"oldestAge":17}""";

    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("nowhere")]
    [TestCase("Nexus")]
    [TestCase("..%2Fnexus")]
    public async Task An_unknown_placement_is_not_found(string id)
    {
        var entries = await service.EntriesAsync();
        var replies = new[] { await service.GetAsync($"/v1/placements/{id}/peer-group"), await ReportAsync(id, Integer) };
        Assert.That(
            replies.Select(reply => (reply.Status, reply.FaultAsProblem())),
            Is.All.EqualTo((HttpStatusCode.NotFound, (string?)null))
        );
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [TestCase("{}", "asOf")]
    [TestCase("""{"asOf":null,"residents":-1}""", "asOf residents")]
    [TestCase(
        """{"asOf":"2026-02-29","residents":1001,"gangTies":"2","gangConflict":"true","severeSelfHarm":1.5,"youngestAge":-1,"oldestAge":18}""",
        "asOf gangConflict gangTies oldestAge residents severeSelfHarm youngestAge"
    )]
    [TestCase(
        """{"asOf":"2026-11-22","residents":2,"gangTies":3,"severeSelfHarm":3,"youngestAge":16,"oldestAge":15}""",
        "gangTies severeSelfHarm youngestAge"
    )]
    [TestCase("""{"asOf":"2026-11-22","gangTies":0,"gangConflict":true}""", "gangConflict")]
    [TestCase(
        """{"asOf":"2026-11-22","residents":0,"gangConflict":true,"youngestAge":3,"oldestAge":4}""",
        "gangConflict oldestAge youngestAge"
    )]
    [TestCase("""{"asOf":"2026-11-22","residents":1,"youngestAge":14,"oldestAge":15}""", "youngestAge")]
    [TestCase("""{"asOf":"2026-11-22","names":["A"]}""", "names")]
    [TestCase("""{"asOf":"2026-11-22","Residents":1}""", "Residents")]
    [TestCase("""{"asOf":"2026-11-22","residents":1,"residents":1}""", "residents")]
    [TestCase("""{"asOf":"2026-11-22","residents":1402081239}""", "residents")]
    [TestCase("""{"asOf":"140208-1239"}""", "asOf")]
    [TestCase("[]", "body")]
    [TestCase("null", "body")]
    [TestCase("", "body")]
    public async Task A_report_with_faults_is_refused_with_all_of_them(string body, string fields)
    {
        var entries = await service.EntriesAsync();
        var refusal = await ReportAsync("nexus", body);
        Assert.That(
            (refusal.Status, refusal.FaultAsProblem(), string.Join(' ', refusal.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, fields))
        );
        Assert.That(refusal.Text, Does.Not.Contain("140208"));
        Assert.That(
            (await service.EntriesAsync(), await ReadAsync("nexus")),
            Is.EqualTo((entries, """{"placementId":"nexus","peerGroup":null}"""))
        );
    }

    [TestCase("""{"asOf":"2026-11-22","residents":3,"gangTies":3,"severeSelfHarm":3,"youngestAge":17,"oldestAge":17}""")]
    [TestCase("""{"asOf":"2026-11-22","residents":1,"gangTies":1,"gangConflict":true,"youngestAge":0,"oldestAge":0}""")]
    [TestCase("""{"asOf":"2026-11-22","residents":0,"gangTies":0,"gangConflict":false,"severeSelfHarm":0}""")]
    [TestCase("""{"asOf":"2026-11-22","residents":1000}""")]
    public async Task What_lies_just_within_the_limits_is_taken(string body) =>
        Assert.That((await ReportAsync("skodsborg", body)).Status, Is.EqualTo(HttpStatusCode.NoContent));

    Task<Reply> ReportAsync(string id, string body) =>
        service.SendAsync(HttpMethod.Put, $"/v1/placements/{id}/peer-group", LiveService.Content(body));

    async Task<string> ReadAsync(string id) => (await service.GetAsync($"/v1/placements/{id}/peer-group")).Text;
}
