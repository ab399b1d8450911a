using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Security;

/// <summary>What a request for a key may be: everything else is refused and leaves nothing behind.</summary>
public sealed class KeyRequestTests
{
    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("visitator", "name")]
    [TestCase("VISITATOR", "name")]
    [TestCase("development", "name")]
    [TestCase("oidc:someone", "name")]
    [TestCase("a b", "name")]
    [TestCase("010190-1234", "name")]
    [TestCase("", "name")]
    public async Task A_name_that_could_be_taken_for_another_is_refused(string name, string field)
    {
        var reply = await IssueAsync($$"""{"name":"{{name}}","roles":["auditor"]}""");
        Assert.That(
            (reply.Status, reply.FaultAsProblem(), string.Join(' ', reply.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, field))
        );
    }

    [TestCase("{}", "name roles")]
    [TestCase("""{"name":"a","roles":[]}""", "roles")]
    [TestCase("""{"name":"a","roles":["root","auditor"]}""", "roles[0]")]
    [TestCase("""{"name":"a","roles":["auditor"],"teams":["*","b"]}""", "teams")]
    [TestCase("""{"name":"a","roles":["auditor"],"teams":"b"}""", "teams")]
    [TestCase("""{"name":"a","roles":["auditor"],"teams":[1]}""", "teams")]
    [TestCase("""{"name":"a","roles":["auditor"],"expiresAt":"2020-01-01"}""", "expiresAt")]
    [TestCase("""{"name":"a","roles":["auditor"],"expiresAt":"soon"}""", "expiresAt")]
    [TestCase("""{"name":"a","roles":["auditor"],"key":"mine"}""", "key")]
    [TestCase("[]", "body")]
    public async Task A_request_with_faults_is_refused_with_all_of_them(string body, string fields)
    {
        var entries = await service.EntriesAsync();
        var reply = await IssueAsync(body);
        Assert.That((reply.Status, string.Join(' ', reply.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, fields)));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [TestCase("""{"overlapDays":31}""")]
    [TestCase("""{"overlapDays":-1}""")]
    [TestCase("{}")]
    public async Task An_overlap_outside_its_range_is_refused(string body)
    {
        var (id, _) = await service.IssueKeyAsync();
        var reply = await service.SendAsync(HttpMethod.Post, $"/v1/keys/{id}/rotation", LiveService.Content(body));
        Assert.That((reply.Status, string.Join(' ', reply.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, "overlapDays")));
    }

    [Test]
    public async Task A_key_that_is_not_there_is_not_found()
    {
        var replies = new[] { await RevokeAsync(Guid.NewGuid().ToString()), await RotateAsync("x", 1) };
        Assert.That(
            replies.Select(reply => (reply.Status, reply.FaultAsProblem())),
            Is.All.EqualTo((HttpStatusCode.NotFound, (string?)null))
        );
    }

    Task<Reply> IssueAsync(string body) => service.SendAsync(HttpMethod.Post, "/v1/keys", LiveService.Content(body));

    Task<Reply> RevokeAsync(string id) => service.SendAsync(HttpMethod.Delete, $"/v1/keys/{id}");

    Task<Reply> RotateAsync(string id, int days) =>
        service.SendAsync(HttpMethod.Post, $"/v1/keys/{id}/rotation", LiveService.Content($$"""{"overlapDays":{{days}}}"""));
}
