using Matching.Engine.Localization;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization;

public sealed class SentencesTests
{
    private static readonly Language[] Languages = Enum.GetValues<Language>();

    [Holds(360)]
    public void No_sentence_has_a_gap_or_a_bare_code(Situation situation)
    {
        foreach (var sentence in Sentences(situation))
            Assert.That(sentence, Does.Not.Contain("{").And.Not.Contain("}").And.Contain(" "));
    }

    [Holds(360)]
    public void Every_sentence_starts_with_a_capital_and_ends_with_a_full_stop(Situation situation)
    {
        foreach (var sentence in Sentences(situation))
            Assert.That(char.IsUpper(sentence[0]) && sentence.EndsWith('.'), Is.True, sentence);
    }

    [Holds(360)]
    public void No_sentence_shows_a_key_of_a_word(Situation situation)
    {
        foreach (var sentence in Sentences(situation))
            Assert.That(
                sentence,
                Does.Not.Match(
                        @"\b(need|level|ground|decider|track|sex|known|fact|criterion|child|wishes|legal|suggested-step|cognitive-level|peer-gang|peer-self-harm|peer-age|list)\.[a-z]"
                    )
                    .And.Not.Contain("  ")
            );
    }

    private static IEnumerable<string> Sentences(Situation situation)
    {
        var answer = situation.Ask();
        foreach (var texts in Languages.Select(TestReferenceData.Texts.In))
        {
            foreach (var place in answer.Placements)
            {
                foreach (var condition in place.Conditions)
                    yield return texts.Of(condition);
                foreach (var contribution in place.Contributions)
                    yield return texts.Of(contribution);
            }
            foreach (var gap in answer.KnowledgeGaps)
                yield return texts.Of(gap);
            foreach (var notice in answer.Notices)
                yield return texts.Of(notice);
        }
    }
}
