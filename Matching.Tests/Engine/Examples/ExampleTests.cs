using Matching.Engine.Wording;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Examples;

public sealed class ExampleTests
{
    static IEnumerable<string> Names => Example.Names;

    [TestCaseSource(nameof(Names))]
    public void An_example_is_answered_as_reviewed(string name)
    {
        var body = Example.Open(name);

        Snapshot.Matches(ExampleText.Of(Example.Read(body).CaseReference, Example.Rank(body), Example.Data.Texts.In(Language.Da)), name);
    }

    [TestCaseSource(nameof(Names))]
    public void An_example_has_a_note_for_people(string name) =>
        Assert.That(File.ReadAllText(Path.Combine(Example.Folder, $"{name}.md")), Does.StartWith("# ").And.Contain("**Expected.**"));

    [Test]
    public void There_are_at_least_ten_examples() => Assert.That(Names.Count(), Is.AtLeast(10));
}
