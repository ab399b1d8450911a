using System.Text;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization;

public sealed class ChangeTextsTests
{
    private const string Sentence = @"^\p{Lu}[^{}]*\.$",
        Key = @"\b(child|legal|criterion|step|conflict-reason|summary)\.[a-z]|  |, ,|\bog \.|\band \.|(hvis|if) [,.]";

    [Holds(600)]
    public void Every_set_is_told_in_a_whole_sentence(Situation situation)
    {
        var referenceData = situation.ReferenceDataSet;
        foreach (
            var list in referenceData.Catalogue.Placements.Select(placement =>
                Counterfactuals.Of(situation.Child, referenceData, TestReferenceData.Day, placement.Id)
            )
        )
        {
            foreach (var texts in Both(referenceData.Catalogue))
            {
                foreach (var text in list.Sets.Select(set => texts.Of(set, list)).Append(texts.Of(list)))
                    Assert.That(text, Does.Match(Sentence).And.Not.Match(Key));
            }
        }
    }

    [Holds(600)]
    public void Every_difference_is_told_in_whole_sentences(Situation situation)
    {
        var other = new Some(situation.Seed).Child([.. situation.Places.Select(place => place.Id)]);
        var after = situation with { Child = other with { AgeYears = situation.Child.AgeYears, BirthDate = situation.Child.BirthDate } };
        foreach (var difference in AnswerComparison.Of(situation.Ask(), after.Ask()))
        {
            foreach (var texts in Both(situation.Catalogue))
                Assert.That(texts.Of(difference), Does.Match(Sentence).And.Not.Match(Key));
        }
    }

    [Test]
    public void The_texts_are_the_reviewed_ones()
    {
        var text = new StringBuilder();
        foreach (var (language, texts) in Terms<Language>.All.Zip(Both(TestReferenceData.Shipped.Catalogue)))
        {
            text.Append(Terms<Language>.Text(language)).Append('\n');
            foreach (var difference in Differences())
                text.Append("  ").Append(texts.Of(difference)).Append('\n');
            foreach (var list in Lists())
            {
                text.Append("  ").Append(texts.Of(list)).Append('\n');
                foreach (var set in list.Sets)
                    text.Append("    ").Append(texts.Of(set, list)).Append('\n');
            }
        }
        Snapshot.Matches(text.ToString(), nameof(ChangeTextsTests));
    }

    [Test]
    public void Texts_of_before_there_were_these_questions_say_nothing()
    {
        var older = Texts.Load(
            DataDocument.FromFiles(
                RepositoryFiles
                    .Data("texts")
                    .Select(file =>
                    {
                        var json = System.Text.Json.Nodes.JsonNode.Parse(file.Content.Span)!.AsObject();
                        json["schema"] = 1;
                        foreach (
                            var later in new[] { "combinations", "alternatives", "decisions", "differences", "counterfactuals", "letters" }
                        )
                            json.Remove(later);
                        return (file.Name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(json.ToJsonString()));
                    })
            )
        );
        var texts = new ChangeTexts(new AnswerTexts(older.In(Language.Da), TestReferenceData.Shipped.Catalogue));
        Assert.That(
            Lists()
                .SelectMany(list => list.Sets.Select(set => texts.Of(set, list)).Append(texts.Of(list)))
                .Concat(Differences().Select(texts.Of)),
            Is.All.Empty
        );
    }

    private static IEnumerable<PlacementDifference> Differences()
    {
        ContributionChange[] changes =
        [
            new("self-harm-protection", 1400, null),
            new("school", null, 600),
            new("intrusion", -500, -900),
            new("child-wish", 0, 10),
        ];
        yield return Difference(3, 1, EligibilityStatus.Conditional, EligibilityStatus.Eligible, [changes[1]], [], ["child-heard"]);
        yield return Difference(1, 2, EligibilityStatus.Eligible, EligibilityStatus.Conditional, changes, ["capability-not-known"], []);
        yield return Difference(2, 3, EligibilityStatus.Eligible, EligibilityStatus.Eligible, [], [], [], gain: 0);
        yield return Difference(2, 1, EligibilityStatus.Eligible, EligibilityStatus.Eligible, changes[..2], [], [], gain: -100);
        yield return Difference(
            4,
            4,
            EligibilityStatus.Conditional,
            EligibilityStatus.Conditional,
            changes[..2],
            ["child-heard"],
            ["parents-heard"],
            gain: -100
        );
        yield return Difference(null, 1, EligibilityStatus.Excluded, EligibilityStatus.Conditional, changes, [], ["no-network-carer"]);
        yield return Difference(2, null, EligibilityStatus.Eligible, EligibilityStatus.Excluded, changes, ["conflict-gang-conflict"], []);
        yield return Difference(null, null, EligibilityStatus.Excluded, EligibilityStatus.Excluded, [], [], ["child-heard"]);
    }

    private static PlacementDifference Difference(
        int? from,
        int? to,
        EligibilityStatus was,
        EligibilityStatus now,
        ContributionChange[] changes,
        string[] added,
        string[] removed,
        int? gain = null
    ) =>
        new(
            "skodsborg",
            new PlacementPosition(from, from is null ? null : 3000, was),
            new PlacementPosition(to, to is null ? null : 3000 + (gain ?? (from - to) * 100 ?? 0), now),
            changes,
            added,
            removed
        );

    private static IEnumerable<CounterfactualList> Lists()
    {
        var steps = Change("legal.stepsTaken", ["child-heard"], ["child-heard", "child-examination", "lawyer-offered"]);
        yield return List(
            CounterfactualGoal.First,
            true,
            [new FactChange("child.schoolAttendance", new FactValue.Word("none"), new FactValue.Word("irregular"))],
            [new FactChange("child.schoolAttendance", new FactValue.Word("none"), new FactValue.Word("regular"))],
            [new FactChange("child.networkCarer", new FactValue.Unknown(), new FactValue.Word("identified"))],
            [
                Change(
                    "child.protectiveFactors",
                    ["good-cognition"],
                    ["good-cognition", "supportive-adult", "school-attachment", "prosocial-friends", "treatment-motivation"]
                ),
            ],
            [Change("child.protectiveFactors", [], ["leisure-activity"])],
            [Change("services", [], ["contact-person"])],
            [
                Change("child.protectiveFactors", [], ["treatment-motivation"]),
                Change("services", [], ["network-consultants", "youth-substance-treatment"]),
            ]
        );
        yield return List(CounterfactualGoal.First, false);
        yield return List(
            CounterfactualGoal.Possible,
            true,
            [
                new FactChange(
                    "conflicts",
                    new FactValue.Conflicts([
                        new Conflict("skodsborg", ConflictReason.GangConflict),
                        new Conflict("nexus", ConflictReason.CoAccused),
                    ]),
                    new FactValue.Conflicts([new Conflict("nexus", ConflictReason.CoAccused)])
                ),
            ]
        );
        yield return List(CounterfactualGoal.Possible, true);
        yield return List(CounterfactualGoal.Eligible, true, [steps], [Change("legal.stepsTaken", [], ["child-heard"])]);
        yield return List(CounterfactualGoal.Eligible, true);
        yield return List(CounterfactualGoal.None, true);
    }

    private static CounterfactualList List(CounterfactualGoal goal, bool complete, params FactChange[][] sets) =>
        new(
            "skodsborg",
            goal,
            [.. sets.Select((changes, rank) => new Counterfactual(changes, rank + 1, 0))],
            sets.Length + (sets.Length > 5 ? 20 : 0),
            complete
        );

    private static FactChange Change(string fact, string[] from, string[] to) =>
        new(fact, new FactValue.Words(from), new FactValue.Words(to));

    private static IEnumerable<ChangeTexts> Both(Matching.Engine.Placements.Catalogue catalogue) =>
        Terms<Language>.All.Select(language => new ChangeTexts(new AnswerTexts(TestReferenceData.Texts.In(language), catalogue)));
}
