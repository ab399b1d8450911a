using System.Net;
using Matching.Api.Models;
using Matching.Tests.Api.Models;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Instances;

/// <summary>Two instances on one database: a model put to use or switched off at one is so at the other, which has no file of it.</summary>
public sealed class SharedModelsTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    LiveService one = null!,
        other = null!;

    [SetUp]
    public async Task Start() => (one, other) = await SharedLogTests.TwoAsync(PostgresCluster.Shared.NewSchema());

    [TearDown]
    public async Task Stop()
    {
        await other.DisposeAsync();
        await one.DisposeAsync();
    }

    [Test]
    public async Task What_is_changed_at_one_holds_at_the_other()
    {
        var version = MadeModel.In(MadeModel.FoldersOf(one.Folder), 1);
        Assert.That(
            (await one.SendAsync(HttpMethod.Post, $"/v1/models/{version}/promotion", LiveService.Content("""{"by":"Anna Holm"}"""))).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );
        Assert.That(() => InForceAtOther, Is.EqualTo(version).After((int)Patience.TotalMilliseconds, 100));

        await other.SendAsync(HttpMethod.Put, "/v1/models/use", LiveService.Content("""{"on":false}"""));
        Assert.That(() => one.App.Services.GetRequiredService<ActiveModel>().Current, Is.Null.After((int)Patience.TotalMilliseconds, 100));
    }

    string? InForceAtOther => other.App.Services.GetRequiredService<ActiveModel>().Current?.Model.Version;
}
