using System.Text.RegularExpressions;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Conventions;

/// <summary>Fixtures run in parallel, so what a process has only once is used by fixtures that run alone.</summary>
public sealed partial class TestConventionTests
{
    [GeneratedRegex(
        @"Console\.Set(Out|Error|In)\(|SetEnvironmentVariable|SetCurrentDirectory|CultureInfo\.(Default|Current)\w* =|"
            + @"new (Meter|Activity)Listener|IsListenedTo|FaultyDisk\.Under|new FaultyStore|GetTotalMemory|Fleet\.StartAsync"
    )]
    private static partial Regex Shared();

    [Test]
    public void What_a_process_has_once_is_used_by_fixtures_that_run_alone()
    {
        var users = RepositoryFiles
            .Sources("Matching.Tests")
            .Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .Where(file =>
                file.Name.EndsWith("Tests.cs", StringComparison.Ordinal)
                && file.Name != "TestConventionTests.cs"
                && Shared().IsMatch(file.Text)
            )
            .ToList();

        Assert.That(users, Is.Not.Empty);
        Assert.That(
            users.Where(file => !file.Text.Contains("[NonParallelizable]", StringComparison.Ordinal)).Select(file => file.Name),
            Is.Empty
        );
    }
}
