using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Engine.Examples;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

/// <summary>
/// Rules of schema 1 and 2 say nothing of circumstances, competences, coming of age and the custody holder's appeal. A record made with
/// them replays to the byte, so they mean for ever what the engine did then, and not what the rules say today.
/// </summary>
public sealed class EarlierRulesTests
{
    private static readonly (string Code, Level[] Levels, bool Refuses, string Source, string Fact, ChildProfile Child)[] Then =
    [
        (
            "no-network-carer",
            [Level.Network],
            true,
            "barnets lov § 43",
            "child.networkCarer",
            A.Child() with
            {
                NetworkCarer = NetworkCarer.None,
            }
        ),
        (
            "network-carer-not-known",
            [Level.Network],
            false,
            "barnets lov § 43",
            "child.networkCarer",
            A.Child() with
            {
                NetworkCarer = null,
            }
        ),
        (
            "family-contact-forbidden",
            [Level.HomeSupport],
            true,
            "barnets lov § 47",
            "child.familyContact",
            A.Child() with
            {
                FamilyContact = FamilyContact.Forbidden,
            }
        ),
        (
            "home-must-be-safe",
            [Level.HomeSupport],
            false,
            "barnets lov § 46",
            "child.familyContact",
            A.Child() with
            {
                FamilyContact = FamilyContact.Harmful,
            }
        ),
        (
            "interpreter-needed",
            [.. Terms<Level>.All],
            false,
            "forvaltningsloven § 7",
            "child.interpreterNeeded",
            A.Child() with
            {
                InterpreterNeeded = true,
            }
        ),
    ];

    [TestCase(1, "023d2192a0884405afb144478c41e2d1")]
    [TestCase(2, "030acd8e3756c5e29fd826b582f1cf46")]
    [TestCase(3, "8f6a7731da1c7e520b3c2075ee19316b")]
    public void The_documents_are_those_that_records_were_made_with(int schema, string version) =>
        Assert.That(TestReferenceData.EarlierRules(schema).Version, Is.EqualTo(version));

    [Test]
    public void Circumstances_meant_what_the_engine_then_did(
        [Values(1, 2)] int schema,
        [Values("2024-01-01", "2026-11-22", "9999-12-31")] string day
    )
    {
        var rules = TestReferenceData.EarlierRules(schema);
        var catalogue = A.Catalogue(A.Ladder());
        foreach (var then in Then)
        {
            var assessment = EligiblePlacement.Screen(A.Case(then.Child, catalogue, DateOnly.Parse(day), rules), catalogue);
            for (var place = 0; place < catalogue.Placements.Length; place++)
            {
                var level = catalogue.Placements[place].Level;
                Assert.That(
                    assessment
                        .ConditionsOf(place)
                        .ToArray()
                        .Where(found => Then.Any(one => one.Code == found.Code))
                        .Select(found =>
                            (found.Code, found.Refuses, found.Source, found.Verified, found.Basis.Single(), found.Values.Count)
                        ),
                    Is.EqualTo(then.Levels.Contains(level) ? new[] { (then.Code, then.Refuses, then.Source, false, then.Fact, 0) } : []),
                    $"{then.Code} at {level}"
                );
            }
        }
    }

    [TestCase(1, "2009-02-15", false)]
    [TestCase(1, "2009-02-14", true)]
    [TestCase(2, "2009-02-23", false)]
    [TestCase(2, "2009-02-22", true)]
    public void A_child_came_of_age_at_eighteen(int schema, string born, bool told)
    {
        var child = A.ChildOn(Ground.SecureDanger, Decider.Committee) with { AgeYears = null, BirthDate = DateOnly.Parse(born) };

        Assert.That(
            At(Level.Secure, child, TestReferenceData.EarlierRules(schema))
                .Caveats.Where(caveat => caveat.Code == "turns-eighteen" || caveat.Source == "barnets lov"),
            Is.EqualTo(told ? new[] { new LegalCaveat("turns-eighteen", "end", "barnets lov") } : [])
        );
    }

    [Test]
    public void The_administration_decided_on_consent_and_else_the_committee_and_nothing_was_told_of_it([Values(1, 2)] int schema)
    {
        var child = A.Child() with { Legal = LegalPosition.Unknown };
        var decisions = Terms<Level>.All.Select(level => At(level, child, TestReferenceData.EarlierRules(schema))).ToList();

        Assert.That(
            decisions.Select(decision => decision.DecidedBy),
            Is.EqualTo(Enumerable.Repeat(Decider.Administration, 9).Concat(Enumerable.Repeat(Decider.Committee, 3)))
        );
        Assert.That(
            decisions.SelectMany(decision => decision.Caveats).Where(caveat => caveat.Source is "barnets lov § 46" or "barnets lov § 142"),
            Is.Empty
        );
    }

    [Test]
    public void The_custody_holder_could_always_appeal() =>
        Assert.That(TestReferenceData.EarlierRules(2).Appeals.Select(rule => rule.CustodyHolder), Is.Not.Empty.And.All.True);

    [TestCase("circumstances")]
    [TestCase("majorities")]
    [TestCase("competences")]
    public void An_earlier_document_cannot_speak_of_what_came_later(string list) =>
        Assert.That(
            Refusal.Of(() => TestReferenceData.EarlierRules(2, file => file[list] = new JsonArray())),
            Is.EqualTo([$"rules.json.{list}: is not a known field"])
        );

    [Test]
    public void An_earlier_document_cannot_say_who_can_appeal() =>
        Assert.That(
            Refusal.Of(() => TestReferenceData.EarlierRules(2, file => file["appeals"]![0]!["custodyHolder"] = false)),
            Is.EqualTo(["rules.json.appeals[0].custodyHolder: is not a known field"])
        );

    /// <summary>Rules that say what the engine did answer as it did: every example, word for word.</summary>
    [Test]
    public void Rules_that_write_down_what_the_engine_did_answer_alike([ValueSource(nameof(Examples))] string name)
    {
        var request = Example.Read(Example.Open(name));
        var data = Example.Data.ReferenceDataSet;
        string Answered(RuleSet rules)
        {
            var answer = CaseInquiry.Ask(
                request.Profile,
                data with
                {
                    Rules = rules,
                },
                new Dictionary<string, Availability>(),
                request.AsOf
            );
            return ExampleText.Of(request.CaseReference.Value, answer, Example.Data.Texts.In(Language.Da), data.Catalogue)
                + JsonSerializer.Serialize(answer.Decisions)
                + JsonSerializer.Serialize(answer.Placements.Select(place => place.Conditions));
        }

        Assert.That(Answered(TestReferenceData.EarlierRules(2, WriteDown)), Is.EqualTo(Answered(TestReferenceData.EarlierRules(2))));
    }

    private static void WriteDown(JsonObject file)
    {
        JsonObject Line(string source, bool verified, params (string Name, JsonNode Value)[] members)
        {
            var line = new JsonObject
            {
                ["source"] = source,
                ["verified"] = verified,
                ["from"] = "2024-01-01",
            };
            foreach (var (member, value) in members)
                line[member] = value;
            return line;
        }
        JsonArray Words(IEnumerable<Level> levels) => [.. levels.Select(level => JsonValue.Create(Terms<Level>.Text(level)))];

        file["schema"] = 3;
        file["circumstances"] = new JsonArray([
            .. Then.Select(then =>
                Line(
                    then.Source,
                    false,
                    ("circumstance", then.Code),
                    ("effect", then.Refuses ? "exclude" : "condition"),
                    ("levels", Words(then.Levels))
                )
            ),
        ]);
        file["majorities"] = new JsonArray(Line("barnets lov", true, ("age", 18)));
        file["competences"] = new JsonArray(
            Line("the test", true, ("decider", "administration"), ("levels", Words(Terms<Level>.All.Where(level => !level.IsLocked())))),
            Line("the test", true, ("decider", "committee"), ("levels", Words(Terms<Level>.All.Where(level => level.IsLocked()))))
        );
        foreach (var appeal in file["appeals"]!.AsArray())
            appeal!["custodyHolder"] = true;
    }

    private static IEnumerable<string> Examples => Example.Names;

    private static LevelDecision At(Level level, ChildProfile child, RuleSet rules) =>
        DecisionTerms.Of(A.Case(child, A.Catalogue(A.Ladder()), rules: rules), [level]).Single();
}
