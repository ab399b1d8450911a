using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Examples;

public sealed class ExampleTests
{
    const string WithModel = "01-severe-self-harm";

    static IEnumerable<string> Names => Example.Names;

    [Test]
    public void An_example_is_answered_as_reviewed([ValueSource(nameof(Names))] string name, [Values] Language language)
    {
        var body = Example.Open(name);
        var text = ExampleText.Of(
            Example.Read(body).CaseReference.Value,
            Example.Rank(body),
            Example.Data.Texts.In(language),
            Example.Data.ReferenceDataSet.Catalogue
        );

        Snapshot.Matches(text, language == Language.Da ? name : $"{name}.{Terms<Language>.Text(language)}");
    }

    [Test]
    public void With_a_model_an_example_is_answered_as_reviewed([Values] Language language)
    {
        var body = Example.Open(WithModel);
        var text = ExampleText.Of(
            Example.Read(body).CaseReference.Value,
            Example.Rank(body, TestModel.Handmade),
            Example.Data.Texts.In(language),
            Example.Data.ReferenceDataSet.Catalogue
        );

        Snapshot.Matches(text, language == Language.Da ? $"{WithModel}.model" : $"{WithModel}.model.{Terms<Language>.Text(language)}");
    }

    [TestCaseSource(nameof(Names))]
    public void An_example_has_a_note_for_people(string name) =>
        Assert.That(File.ReadAllText(Path.Combine(Example.Folder, $"{name}.md")), Does.StartWith("# ").And.Contain("**Expected.**"));

    [Test]
    public void There_are_at_least_ten_examples() => Assert.That(Names.Count(), Is.AtLeast(10));
}
