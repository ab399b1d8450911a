using System.Reflection;
using System.Text.RegularExpressions;
using Matching.Engine;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using NUnit.Framework;

namespace Matching.Tests.Engine.Parsing;

public sealed partial class TermsTests
{
    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Kebab();

    private static IEnumerable<Type> Vocabularies => typeof(Matcher).Assembly.GetExportedTypes().Where(type => type.IsEnum);

    [TestCaseSource(nameof(Vocabularies))]
    public void Every_word_reads_back_as_its_value(Type vocabulary) =>
        typeof(TermsTests)
            .GetMethod(nameof(ReadsBack), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(vocabulary)
            .Invoke(null, null);

    [Test]
    public void The_words_are_those_of_the_contract()
    {
        Assert.That(
            Terms<Level>.AllTexts,
            Is.EqualTo([
                "home-support",
                "family-placement",
                "network",
                "foster",
                "boarding-school",
                "efterskole",
                "own-room",
                "open-residential",
                "project-place",
                "partially-closed",
                "secure",
                "specially-secured",
            ])
        );
        Assert.That(
            Terms<Ground>.AllTexts,
            Is.EqualTo([
                "compulsory-placement",
                "partially-closed",
                "secure-danger",
                "secure-observation",
                "secure-long-treatment",
                "specially-secured",
                "remand-surrogate",
                "sentence",
                "youth-sanction",
            ])
        );
        Assert.That(
            Terms<Need>.AllTexts,
            Is.EqualTo([
                "psychiatric-treatment",
                "self-harm-protection",
                "substance-treatment",
                "opioid-treatment",
                "absconding-containment",
                "violence-safety",
                "sexual-safety",
                "crime-distance",
                "developmental-support",
                "trauma-treatment",
                "school",
                "somatic-health",
                "family-network",
                "observation",
            ])
        );
        Assert.That(
            Terms<Step>.AllTexts,
            Is.EqualTo([
                "child-examination",
                "youth-examination",
                "child-heard",
                "parents-heard",
                "custody-holder-consent",
                "youth-consent",
                "lawyer-offered",
                "less-intrusive-considered",
                "childs-plan",
            ])
        );
    }

    [TestCase("Secure")]
    [TestCase("SECURE")]
    [TestCase("6")]
    [TestCase(" secure")]
    [TestCase("secure\n")]
    [TestCase("")]
    [TestCase(null)]
    public void Only_an_exact_word_is_read(string? text) => Assert.That(Terms<Level>.TryParse(text, out _), Is.False);

    [Test]
    public void A_word_that_must_be_right_and_is_not_is_refused() =>
        Assert.That(() => Terms<Level>.Parse("locked"), Throws.InstanceOf<FormatException>());

    [Test]
    public void The_key_of_a_word_names_its_vocabulary() =>
        Assert.That(Terms<CognitiveLevel>.Key(CognitiveLevel.MildDisability), Is.EqualTo("cognitive-level.mild-disability"));

    private static void ReadsBack<T>()
        where T : struct, Enum
    {
        Assert.That(Terms<T>.All, Is.Not.Empty);
        foreach (var value in Terms<T>.All)
        {
            Assert.That(Terms<T>.Text(value), Does.Match(Kebab()));
            Assert.That(Terms<T>.Parse(Terms<T>.Text(value)), Is.EqualTo(value));
        }
    }
}
