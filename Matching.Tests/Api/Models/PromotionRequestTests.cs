using System.Net;
using Matching.Engine.Learning;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Models;

/// <summary>What a request to promote a model may be: everything else is refused.</summary>
public sealed class PromotionRequestTests
{
    const string By = """{"by":"Anna Holm"}""";

    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("{}", "by")]
    [TestCase("""{"by":""}""", "by")]
    [TestCase("""{"by":"  "}""", "by")]
    [TestCase("""{"by":7}""", "by")]
    [TestCase("""{"by":"Anna","second":"0101801234"}""", "second")]
    [TestCase("""{"by":"Anna","override":["colour"]}""", "override[0]")]
    [TestCase("""{"by":"Anna","override":"leakage"}""", "override")]
    [TestCase("""{"by":"Anna","because":"x"}""", "because")]
    public async Task A_faulty_promotion_is_refused_by_field(string body, string field)
    {
        var reply = await PromoteAsync(MadeModel.In(MadeModel.FoldersOf(service.Folder), 1), body);
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
        Assert.That(reply.FaultyFields, Has.Member(field));
    }

    [TestCase("..")]
    [TestCase("%2e%2e")]
    [TestCase("..%2f..%2fetc")]
    [TestCase("%2fetc%2fpasswd")]
    [TestCase("0123456789abcdef0123456789abcdef")]
    [TestCase("0123456789abcdef0123456789abcdef%00")]
    [TestCase("models")]
    public async Task A_version_that_is_none_leads_nowhere(string version)
    {
        // A model that would be found if the word became part of a path.
        File.WriteAllBytes(Path.Combine(service.Folder, ModelFile.Name), MadeModel.Document(1));
        foreach (var reply in new[] { await service.GetAsync($"/v1/models/{version}"), await PromoteAsync(version, By) })
            Assert.That((int)reply.Status, Is.EqualTo(404).Or.EqualTo(400).Or.EqualTo(405), reply.ToString());
    }

    Task<Reply> PromoteAsync(string version, string body) =>
        service.SendAsync(HttpMethod.Post, $"/v1/models/{version}/promotion", LiveService.Content(body));
}
