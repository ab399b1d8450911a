using System.Runtime.CompilerServices;
using Matching.Api.Hosting;
using Matching.Tests.Api.Storm;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.OpenApi;

/// <summary>The committed document is what the service says of itself, so that a change of the API is seen in review.</summary>
public sealed class OpenApiDocumentTests
{
    [Test]
    public async Task The_committed_document_is_the_one_the_service_gives()
    {
        var folder = Directory.CreateTempSubdirectory("matching-openapi-");
        var app = await MatchingApplication.BuildAsync([$"DataDirectory={folder.FullName}", "urls=http://127.0.0.1:0"]);
        try
        {
            await app.StartAsync();
            using var client = new HttpClient();
            var given = await client.GetStringAsync($"{app.Urls.First()}/swagger/v1/swagger.json") + "\n";
            var committed = Path.Combine(Path.GetDirectoryName(SourceFile())!, "..", "..", "..", "Matching.Api", "openapi.json");
            if (Environment.GetEnvironmentVariable("MATCHING_UPDATE_SNAPSHOTS") == "1")
                await File.WriteAllTextAsync(committed, given);
            Assert.That(
                given,
                Is.EqualTo(await File.ReadAllTextAsync(committed)),
                "Run the tests once with MATCHING_UPDATE_SNAPSHOTS=1 and review the change of Matching.Api/openapi.json."
            );
        }
        finally
        {
            await app.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Size is looked at before anything else, so any call may be answered so.</summary>
    [Test]
    public void Every_call_names_what_is_answered_when_address_or_headers_are_too_large()
    {
        var document = ApiDocument.Load(RepositoryFiles.PathOf("Matching.Api", "openapi.json"));
        Assert.That(document.Operations, Is.Not.Empty);
        Assert.That(document.Operations.Where(operation => !operation.Answers.IsSupersetOf([414, 431])), Is.Empty);
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
