using System.Text.Json.Nodes;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Api.Vignettes;
using Matching.Tests.Engine.Examples;
using Matching.Tests.Support;

namespace Matching.Tests.Engine.Localization.Letters;

/// <summary>A case to write letters about: an answer and the child it is about, on the shipped data.</summary>
sealed record Written(string Name, Answer Answer, ChildProfile Profile, ReferenceDataSet ReferenceDataSet)
{
    /// <summary>What was written for the place.</summary>
    public Handover? Handover { get; init; }

    const int AFewPlaces = 6;
    static readonly Dictionary<string, Availability> NoneKnown = [];
    static readonly Catalogue Places = TestReferenceData.Shipped.Catalogue;

    public static IReadOnlyList<Language> Languages { get; } = Terms<Language>.All;

    /// <summary>The shipped examples.</summary>
    public static IEnumerable<Written> Examples() => Example.Names.Select(OfExample);

    /// <summary>The shipped examples, and the cases that are shipped with what is expected of them.</summary>
    public static IEnumerable<Written> Shipped() =>
        Examples().Concat(ShippedCase.Names.Select(name => OfRequest(name, ShippedCase.Open(name)["request"]!)));

    public static Written OfExample(string name) => OfRequest(name, Example.Open(name));

    static Written OfRequest(string name, JsonNode body)
    {
        var request = Example.Read(body);
        return new Written(
            name,
            CaseInquiry.Ask(request.Profile, TestReferenceData.Shipped, NoneKnown, request.AsOf),
            request.Profile,
            TestReferenceData.Shipped
        );
    }

    /// <summary>Children who may know, want, fear or have left any place of the shipped catalogue.</summary>
    public static IEnumerable<Written> Generated(int count) =>
        Enumerable
            .Range(0, count)
            .Select(seed =>
            {
                var some = new Some(seed);
                return Of(some.Child([.. some.Shuffled(Places.Placements.Select(place => place.Id)).Take(AFewPlaces)])) with
                {
                    Name = $"generated {seed}",
                };
            });

    public static Written Of(ChildProfile child) => Of(child, NoneKnown);

    public static Written Of(ChildProfile child, IReadOnlyDictionary<string, Availability> availability) =>
        new("", CaseInquiry.Ask(child, TestReferenceData.Shipped, availability, TestReferenceData.Day), child, TestReferenceData.Shipped);

    /// <summary>The levels that the shipped catalogue has places of.</summary>
    public static IEnumerable<Level> LevelsWithPlaces =>
        Terms<Level>.All.Where(level => Places.Placements.Any(placement => placement.Level == level));

    /// <summary>
    /// Every level, decider and age, with everything there can be said and with as little as there can be, whether or not it could come to
    /// that.
    /// </summary>
    public static IEnumerable<Written> Thinkable() =>
        from level in LevelsWithPlaces
        from decider in Terms<Decider>.All
        from age in new[] { 3, 9, 10, 11, 12, 13, 15, 16, 17 }
        from all in new[] { false, true }
        select Thought(level, decider, age, all);

    static Written Thought(Level level, Decider decider, int age, bool all)
    {
        // The longest name there is at the level: names count as they stand.
        var place = Places.Placements.Where(placement => placement.Level == level).MaxBy(placement => placement.Name.Length)!;
        var longest = Places.Placements.OrderByDescending(placement => placement.Name.Length).Select(placement => placement.Id).ToList();
        var day = TestReferenceData.Day;
        var parts = Terms<Need>
            .All.Select(need => new AnsweredContribution(Terms<Need>.Text(need), "clear", "good", 100, []))
            .Concat(
                Terms<Matter>.All.Select(matter => new AnsweredContribution($"matters-{Terms<Matter>.Text(matter)}", "yes", "no", -100, []))
            );
        var proposed = new AnsweredPlacement(
            place.Id,
            1,
            1000,
            false,
            EligibilityStatus.Conditional,
            [Condition.Of("interpreter-needed", false, "", true, []), Condition.Of("conflict-gang-conflict", false, "", true, [])],
            all ? [.. parts] : [],
            10_000,
            (1, 1),
            all ? [Need.School] : [],
            all ? new Availability(0, day) : null
        );
        var decision = new LevelDecision(
            level,
            decider,
            all ? Ground.CompulsoryPlacement : null,
            all ? Terms<Step>.All : [],
            all ? [Step.ChildsPlan] : [],
            all
                ? new Appeal(
                    AppealBody.NationalAppealsBoard,
                    age >= 10 ? [AppealParty.CustodyHolder, AppealParty.Child] : [AppealParty.CustodyHolder],
                    28,
                    false,
                    "",
                    true
                )
                : null,
            all ? day.AddMonths(6) : null,
            all ? day.AddMonths(12) : null,
            all,
            all ? day.AddDays(84) : null,
            all ? day.AddDays(7) : null,
            [
                .. TestReferenceData
                    .Rules.Limits.Where(limit => limit.Levels.Contains(level))
                    .Select(limit => new LimitInForce(limit.Code, limit.Value, limit.Unit, "", true)),
            ],
            []
        )
        {
            ReviewWithinDays = all ? 84 : null,
            LatestMonths = all ? 6 : null,
            LongestMonths = all ? 12 : null,
            ConfirmWithinDays = all ? 7 : null,
        };
        string[] steps = ["diagnostic-assessment", "pedagogical-observation", "network-meeting", "police-information"];
        var answer = new Answer(
            day,
            [.. Terms<Need>.All.Select(need => new NeedFinding(need, NeedStrength.Clear, []))],
            [
                proposed,
                .. Places
                    .Placements.Where(other => other != place)
                    .Select(other => new AnsweredPlacement(
                        other.Id,
                        null,
                        null,
                        false,
                        EligibilityStatus.Excluded,
                        [],
                        [],
                        null,
                        null,
                        [],
                        null
                    )),
            ],
            CombinationList.None,
            null,
            all ? [.. steps.Select(step => new KnowledgeGap("child.diagnoses", null, false, 10, 0, step, null))] : [],
            [decision],
            []
        );
        IReadOnlyList<Wish> wishes =
        [
            new(place.Id, Stance.Avoid),
            .. longest.Where(id => id != place.Id).Take(9).Select(id => new Wish(id, Stance.Prefer)),
        ];
        var profile = A.Child() with
        {
            AgeYears = age,
            Wishes = all ? new Wishes(wishes, wishes, Terms<Matter>.All) : new Wishes(null, null, null),
        };
        return new Written(
            $"{Terms<Level>.Text(level)} by {Terms<Decider>.Text(decider)} at {age}{(all ? ", with everything" : "")}",
            answer,
            profile,
            TestReferenceData.Shipped
        );
    }

    public Letter To(Audience audience, Language language = Language.Da, string? placementId = null, bool diagnoses = false) =>
        Letter.To(
            audience,
            new LetterCase(
                Answer,
                Profile,
                ReferenceDataSet,
                ReferenceDataSet.Rules.InForce(Answer.AsOf).Rights,
                placementId,
                diagnoses,
                new LetterReference("SAG-1", null, [KeyValuePair.Create("rules", "the version of the rules")])
            )
            {
                Handover = Handover,
            },
            new AnswerTexts(TestReferenceData.Texts.In(language), ReferenceDataSet.Catalogue)
        );

    /// <summary>Every letter in every language; those to the committee and the parents also with diagnoses.</summary>
    public IEnumerable<Letter> AllLetters() =>
        from language in Languages
        from audience in Terms<Audience>.All
        from diagnoses in audience == Audience.Child ? new[] { false } : [false, true]
        select To(audience, language, diagnoses: diagnoses);

    public override string ToString() => Name;

    /// <summary>Everything a reader of a letter sees.</summary>
    public static string TextOf(Letter letter) =>
        string.Join('\n', letter.RunningText.Prepend(letter.Title).Concat(letter.Sections.Select(section => section.Heading)));

    /// <summary>The same without the names of places, which stand as they are.</summary>
    public static string TextWithoutNames(Letter letter) =>
        Places
            .Placements.Select(place => place.Name)
            .OrderByDescending(name => name.Length)
            .Aggregate(TextOf(letter), (text, name) => text.Replace(name, "", StringComparison.Ordinal));
}
