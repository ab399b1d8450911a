using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api;

/// <summary>What is cleared away when all tests of the API have run.</summary>
[SetUpFixture]
public sealed class EndOfTests
{
    [OneTimeTearDown]
    public void End() => PostgresCluster.EndShared();
}
