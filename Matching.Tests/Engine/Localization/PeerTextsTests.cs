using System.Text;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization;

public sealed class PeerTextsTests
{
    private static readonly string[][] Risks =
    [
        ["peer-gang.some"],
        ["peer-self-harm.many", "peer-age.far-older"],
        ["peer-gang.conflict", "peer-self-harm.many", "peer-age.far-younger"],
    ];

    /// <summary>Every sentence there is about the residents of a place, in both languages, for people to review.</summary>
    [Test]
    public void The_sentences_about_residents_are_as_reviewed()
    {
        var text = new StringBuilder();
        foreach (var language in Terms<Language>.All)
        {
            var texts = TestReferenceData.Texts.In(language);
            foreach (var shape in CriterionShape.All.Where(shape => shape.IsAboutPeers))
            {
                foreach (var state in shape.States.Where(state => state != "unknown"))
                {
                    foreach (var feature in shape.Features.Where(feature => feature != "unknown"))
                        Line($"{shape.Code} {state}/{feature}", texts.Of(new AnsweredContribution(shape.Code, state, feature, -1, [])));
                }
            }
            Line("condition", texts.Of(Condition.Of(Condition.PeerGangConflict, false, "", false, [])));
            foreach (var risks in Risks)
                Line("notice", texts.Of(Notice.Of("peer-group-risk", ("first", "Nexus"), ("risks", string.Join(Notice.Listed, risks)))));
            Line("notice", texts.Of(Notice.Of("peer-group-old", ("first", "Nexus"), ("days", "90"))));
            Line("hangs on", texts.Of(Notice.Of("first-hangs-on-weight", ("first", "Nexus"), ("criterion", "criterion.peer-gang"))));
        }

        Snapshot.Matches(text.ToString(), "PeerTexts");

        void Line(string what, string sentence) => text.Append(what).Append(": ").Append(sentence).Append('\n');
    }

    [Test]
    public void A_list_in_which_a_word_is_missing_is_shown_as_it_is() =>
        Assert.That(
            TestReferenceData
                .Texts.In(Language.En)
                .Of(Notice.Of("peer-group-risk", ("first", "A|B"), ("risks", "peer-age.far-older|peer-age.none"))),
            Does.Contain("A|B").And.Contain("peer-age.far-older|peer-age.none")
        );
}
