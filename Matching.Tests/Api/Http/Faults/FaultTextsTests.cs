using System.Text.RegularExpressions;
using Matching.Api.Http.Faults;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http.Faults;

/// <summary>Everything the source tells callers is told in Danish too, and nothing else stands in the table.</summary>
public sealed partial class FaultTextsTests
{
    // What is told, in English as the log is, to those who run the service or keep its data: files of data and settings.
    static readonly string[] ToldToOthers =
    [
        "Matching.Api/Cases/RetentionRules.cs",
        "Matching.Api/Hosting/ListeningAddresses.cs",
        "Matching.Api/Hosting/TlsSettings.cs",
        "Matching.Api/Hosting/TopLevelSettings.cs",
        "Matching.Api/Security/CallerSettings.cs",
        "Matching.Api/Security/DevelopmentKey.cs",
        "Matching.Api/Security/Tokens/ClaimMapping.cs",
        "Matching.Api/Security/Tokens/OidcSettings.cs",
        "Matching.Api/Settings/",
        "Matching.Api/Storage/",
        "Matching.Api/Telemetry/",
        "Matching.Api/Transparency/CheckpointSettings.cs",
        "Matching.Engine/Eligibility/",
        "Matching.Engine/Learning/",
        "Matching.Engine/Localization/",
        "Matching.Engine/Parsing/DataDocument.cs",
        "Matching.Engine/Placements/",
        "Matching.Engine/Scoring/",
        "Matching.Engine/Simulation/",
    ];

    // What has no words in the source: a code that nobody has worded yet, and the text of a key's exception, which the API replaces.
    static readonly string[] WithoutWords =
    [
        "Matching.Api/Models/PromotionWords.cs: code",
        "Matching.Api/Transparency/CheckpointIssuer.cs: fault.Message",
    ];

    static readonly Lazy<MessagesInSource> Source = new(() =>
        MessagesInSource.Of(["Matching.Engine", "Matching.Api"], file => !ToldToOthers.Any(part => IsIn(part, file)))
    );

    [GeneratedRegex(@"\{[0-9]\}")]
    private static partial Regex Place();

    [GeneratedRegex(@":[0-9]+: ")]
    private static partial Regex Line();

    [GeneratedRegex(@"\b(the|is|must|not|and|with|of|to be|are|was|it)\b")]
    private static partial Regex EnglishWord();

    [Test]
    public void Every_message_of_the_source_has_a_Danish_text()
    {
        TestContext.Out.WriteLine($"{Source.Value.Messages.Select(message => message.Template).Distinct().Count()} messages");
        Assert.That(
            Source
                .Value.Messages.Where(message => !FaultTexts.DanishByEnglish.ContainsKey(message.Template))
                .Select(message => $"{message.Where}: {message.Template}"),
            Is.Empty
        );
    }

    [Test]
    public void Every_text_of_the_table_is_a_message_of_the_source() =>
        Assert.That(FaultTexts.DanishByEnglish.Keys.Except(Source.Value.Messages.Select(message => message.Template)), Is.Empty);

    [Test]
    public void Every_message_can_be_followed_to_its_words() =>
        Assert.That(Source.Value.Lost.Select(lost => Line().Replace(lost, ": ")), Is.EquivalentTo(WithoutWords));

    [Test]
    public void The_messages_are_found_wherever_they_are_given()
    {
        // A literal, a constant, a choice, a value in it, a method, a tuple's exception, a base class, an extension, a local function.
        string[] known =
        [
            "must be an object",
            "must not hold a civil registration number (CPR)",
            "is missing; columns are separated by commas",
            "must be one of: {0}",
            "{0}: must be kept until {1} ({2})",
            "is not valid UTF-8",
            "No model may be used.",
            "The stay was erased.",
            "names no attribute",
            "its signature does not fit",
            "Something went wrong on our side.",
        ];
        Assert.That(Source.Value.Messages.Select(message => message.Template), Is.SupersetOf(known));
    }

    [Test]
    public void What_is_told_to_others_is_there() =>
        Assert.That(
            ToldToOthers.Where(part =>
                !File.Exists(Path.Combine(RepositoryFiles.Root, part)) && !Directory.Exists(Path.Combine(RepositoryFiles.Root, part))
            ),
            Is.Empty
        );

    [Test]
    public void A_Danish_text_carries_every_value_and_no_English_words()
    {
        foreach (var (english, danish) in FaultTexts.DanishByEnglish)
        {
            Assert.That(Values(danish), Is.EquivalentTo(Values(english)), danish);
            Assert.That(EnglishWord().IsMatch(danish), Is.False, danish);
        }

        static IEnumerable<string> Values(string text) => Place().Matches(text).Select(match => match.Value);
    }

    [TestCaseSource(nameof(Messages))]
    public void Every_message_is_told_with_its_values(string english, string danish)
    {
        string[] values = ["Q7", "2026-11-22", "a, b-c"];
        Assert.That(FaultTexts.In(Language.Da, Filled(english)), Is.EqualTo(Filled(danish)));
        Assert.That(FaultTexts.In(Language.En, Filled(english)), Is.EqualTo(Filled(english)));

        string Filled(string text) => Place().Replace(text, match => values[match.Value[1] - '0']);
    }

    [Test]
    public void A_message_within_a_message_is_told_too() =>
        Assert.That(
            FaultTexts.In(Language.Da, "The log had 7 entries; entry 3 is gone. Run verify."),
            Is.EqualTo("Loggen havde 7 poster; post 3 er væk. Kør verify.")
        );

    [TestCase("is not worded yet")]
    [TestCase("")]
    [TestCase("must be one of: ")]
    [TestCase("row ")]
    public void A_message_that_is_not_known_stays_as_it_is(string message) =>
        Assert.That(FaultTexts.In(Language.Da, message), Is.EqualTo(message));

    [Test]
    public void Faults_are_listed_by_their_paths() =>
        Assert.That(
            FaultTexts.Lines(Problems.Of("child.sex", "must be one of: female, male, other"), Language.Da),
            Is.EqualTo(new[] { "child.sex: skal være en af disse værdier: female, male, other" })
        );

    static IEnumerable<TestCaseData> Messages() =>
        FaultTexts.DanishByEnglish.Select(pair => new TestCaseData(pair.Key, pair.Value)
        {
            TestName = $"In Danish: {pair.Key.ReplaceLineEndings(" ")}",
        });

    static bool IsIn(string part, string file) =>
        part.EndsWith('/') ? file.Replace('\\', '/').StartsWith(part, StringComparison.Ordinal) : file.Replace('\\', '/') == part;
}
