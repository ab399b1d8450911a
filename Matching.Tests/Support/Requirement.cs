using NUnit.Framework;

namespace Matching.Tests.Support;

/// <summary>
/// What a machine must have for some tests. Where it is missing they are skipped, unless <c>MATCHING_TEST_REQUIRE_ALL</c> is 1: then they
/// fail.
/// </summary>
static class Requirement
{
    public const string Variable = "MATCHING_TEST_REQUIRE_ALL";

    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
            Assert.Fail(what);
        Assert.Ignore(what);
    }
}
