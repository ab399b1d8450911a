using System.Text.Json.Nodes;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization;

public sealed class TextsTests
{
    private static readonly Language[] Languages = Enum.GetValues<Language>();

    private static readonly object[] Faults =
    [
        Fault(file => file.Remove("words"), "en.json.words: is required"),
        Fault(file => file["colour"] = 1, "en.json.colour: is not a known field"),
        Fault(file => file["language"] = "English", "en.json.language: must be one of: da, en"),
        Fault(file => file["notices"]!["people-decide"] = 1, "en.json.notices.people-decide: must be a text"),
        Fault(
            file => file["notices"]!["people-decide"] = "People {decide",
            "en.json.notices.people-decide: has a brace that does not close"
        ),
        Fault(file => file["notices"]!.AsObject().Remove("people-decide"), "en: lacks notices.people-decide"),
        Fault(file => file["contributions"]!["child-wish"]!.AsObject().Remove("*/prefer"), "en: lacks contributions.child-wish.*/prefer"),
        Fault(file => file["notices"]!["new"] = "New.", "da: lacks notices.new"),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_named(Action<JsonObject> fault, string problem) =>
        Assert.That(Refusal.Of(() => Texts.Load(TestReferenceData.Changed("texts", "en.json", fault))), Has.Some.EqualTo(problem));

    [TestCaseSource(nameof(Languages))]
    public void Every_word_of_the_vocabularies_has_a_name(Language language)
    {
        var texts = TestReferenceData.Texts.In(language);
        string[] keys =
        [
            .. Keys<Need>(),
            .. Keys<Level>(),
            .. Keys<Ground>(),
            .. Keys<Decider>(),
            .. Keys<Track>(),
            .. Keys<Sex>(),
            .. Keys<CognitiveLevel>(),
            .. Keys<Step>(),
            .. Keys<ConflictReason>(),
            .. Keys<EligibilityStatus>(),
            .. Keys<Operator>(),
            "known.yes",
            "known.no",
            .. CriterionShape.All.Select(shape => $"criterion.{shape.Code}"),
            .. TestReferenceData.Rules.Limits.Select(limit => $"unit.{limit.Unit}"),
        ];

        Assert.That(keys.Where(key => texts.Word(key) == key), Is.Empty);
    }

    [TestCaseSource(nameof(Languages))]
    public void Every_fact_and_every_step_that_settles_it_has_words(Language language)
    {
        var texts = TestReferenceData.Texts.In(language);

        foreach (var path in Facts.All.Select(fact => fact.Path))
        {
            var sentence = texts.Of(
                new KnowledgeGap(path, null, false, 1, 0, TestReferenceData.Criteria.MeaningOf(path).SuggestedStep, 14)
            );
            Assert.That(
                sentence,
                Does.Not.Match(@"\b(child|wishes|legal)\.[a-z]")
                    .And.Not.Contain("fact.")
                    .And.Not.Contain("suggested-step.")
                    .And.Not.Contain("{")
            );
        }
    }

    [TestCaseSource(nameof(Languages))]
    public void Every_step_conflict_and_circumstance_of_the_rules_has_a_sentence(Language language)
    {
        var texts = TestReferenceData.Texts.In(language);
        var conditions = TestReferenceData
            .Rules.Steps.Select(rule => Condition.ToMeet(Terms<Step>.Text(rule.Step), rule.Authority, [], ("known", "known.no")))
            .Concat(
                TestReferenceData.Rules.Conflicts.Select(rule => new Condition(
                    $"conflict-{Terms<ConflictReason>.Text(rule.Reason)}",
                    rule.Effect == RuleEffect.Exclude,
                    "",
                    true,
                    [],
                    []
                ))
            )
            .Concat(Terms<Circumstance>.AllTexts.Select(code => new Condition(code, false, "", true, [], [])));

        foreach (var condition in conditions)
            Assert.That(texts.Of(condition), Is.Not.EqualTo(condition.Code).And.EndsWith("."));
    }

    [TestCaseSource(nameof(Languages))]
    public void Every_cell_of_every_criterion_that_gives_points_has_a_sentence(Language language)
    {
        var texts = TestReferenceData.Texts.In(language);

        foreach (var criterion in TestReferenceData.Criteria.Criteria)
        {
            for (var state = 0; state < criterion.Percent.Length; state++)
            {
                for (var feature = 0; feature < criterion.Percent[state].Length; feature++)
                {
                    if (criterion.Percent[state][feature] == 0)
                        continue;
                    var sentence = texts.Of(
                        new AnsweredContribution(
                            criterion.Shape.Code,
                            criterion.Shape.States[state],
                            criterion.Shape.Features[feature],
                            1,
                            []
                        )
                    );
                    Assert.That(
                        sentence,
                        Is.Not.EqualTo(criterion.Shape.Code).And.Not.Contain("{").And.EndsWith("."),
                        $"{criterion.Shape.Code} {state} {feature}"
                    );
                }
            }
        }
    }

    [TestCaseSource(nameof(Languages))]
    public void Everything_that_a_model_can_give_points_for_has_a_sentence(Language language)
    {
        var texts = TestReferenceData.Texts.In(language);

        foreach (var shape in OutcomeCriterion.All)
        {
            Assert.That(texts.Word($"criterion.{shape.Code}"), Does.Not.Contain("outcome:"));
            foreach (var (state, feature) in shape.States.SelectMany(state => shape.Features.Select(feature => (state, feature))))
                Assert.That(
                    texts.Of(new AnsweredContribution(shape.Code, state, feature, 1, [])),
                    Does.Not.Contain("outcome:").And.Not.Contain("{").And.Not.Contain(state).And.EndsWith("."),
                    $"{shape.Code} {state} {feature}"
                );
        }
    }

    [TestCaseSource(nameof(Languages))]
    public void Every_trainer_and_every_reason_to_say_nothing_has_a_name(Language language) =>
        Assert.That(
            Terms<AbstentionReason>
                .AllTexts.Select(reason => $"abstained.{reason}")
                .Concat(["trainer.prior", "trainer.additive", "trainer.mlnet-logistic", "trainer.mlnet-gam", "count.too-few-to-tell"])
                .Where(key => TestReferenceData.Texts.In(language).Word(key) == key),
            Is.Empty
        );

    [Test]
    public void The_languages_differ() =>
        Assert.That(
            TestReferenceData.Texts.In(Language.Da).Word("level.secure"),
            Is.Not.EqualTo(TestReferenceData.Texts.In(Language.En).Word("level.secure"))
        );

    private static IEnumerable<string> Keys<T>()
        where T : struct, Enum => Terms<T>.All.Select(Terms<T>.Key);

    private static object[] Fault(Action<JsonObject> change, string problem) => [change, problem];
}
