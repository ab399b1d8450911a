using Matching.Engine.Eligibility;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Engine.Vignettes;
using Matching.Tests.Engine.Examples;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Vignettes;

public sealed class ShippedCasesTests
{
    static IEnumerable<string> Names => ShippedCase.Names;

    [TestCaseSource(nameof(Names))]
    public void A_case_holds(string name)
    {
        var texts = Example.Data.Texts.In(Language.En);
        var result = ShippedCase.Read(name).Try(Example.Data.ReferenceDataSet);

        Assert.That(
            result
                .Findings.Where(finding => !finding.Holds)
                .Select(finding => $"{texts.Of(finding.Expectation.Expected)} Seen: {texts.Of(finding.Seen!)}"),
            Is.Empty
        );
    }

    [Test]
    public void There_are_at_least_sixty() => Assert.That(Names.Count(), Is.AtLeast(60));

    [Test]
    public void Each_has_a_number_a_title_and_a_reference_of_its_own()
    {
        var cases = Names
            .Select(name =>
                (
                    Number: name.Split('-')[0],
                    Title: ShippedCase.Read(name).Title.Danish,
                    Reference: (string?)ShippedCase.Open(name)["request"]!["caseReference"]
                )
            )
            .ToList();

        Assert.That(cases.Select(one => one.Number), Is.Unique.And.All.Match("^[0-9]{2,3}$"));
        Assert.That(cases.Select(one => one.Title), Is.Unique);
        Assert.That(cases.Select(one => one.Reference), Is.EqualTo(cases.Select(one => $"SAG-{one.Number}")));
    }

    // What a kit that leaves a place or a ground out would not notice.

    [Test]
    public void Every_place_of_the_catalogue_comes_first_in_some_case() =>
        Assert.That(
            Example
                .Data.ReferenceDataSet.Catalogue.Placements.Select(place => place.Id)
                .Except(All<Expectation.First>().Select(first => first.Place.Id)),
            Is.Empty
        );

    [Test]
    public void Every_ground_and_every_decider_is_there()
    {
        var legal = Names.Select(name => ShippedCase.Read(name).Vignette.Profile.Legal).ToList();

        Assert.That(Terms<Ground>.All.Except(legal.SelectMany(one => one.Grounds ?? [])), Is.Empty);
        Assert.That(Terms<Decider>.All.Except(legal.Select(one => one.DecidedBy).OfType<Decider>()), Is.Empty);
        Assert.That(legal.Any(one => one.Grounds is null), Is.True, "not assessed");
    }

    [Test]
    public void Every_need_is_expected_at_some_strength_above_none() =>
        Assert.That(
            Terms<Need>.All.Except(All<Expectation.HasNeed>().Where(need => need.Strength != NeedStrength.None).Select(need => need.Need)),
            Is.Empty
        );

    [Test]
    public void Every_conflict_is_expected_to_exclude_or_to_be_a_condition()
    {
        var codes = All<Expectation.Excluded>()
            .Select(excluded => excluded.Because)
            .Concat(All<Expectation.OnCondition>().Select(condition => condition.Code))
            .ToHashSet();

        Assert.That(Terms<ConflictReason>.AllTexts.Select(reason => $"conflict-{reason}").Where(code => !codes.Contains(code)), Is.Empty);
    }

    [Test]
    public void Every_kind_of_expectation_is_used() =>
        Assert.That(
            Expectation.Fields.Except(
                Names.SelectMany(name => ShippedCase.Read(name).Expect).Select(expect => expect.EnumerateObject().First().Name)
            ),
            Is.Empty
        );

    [Test]
    public void Every_kind_of_expectation_is_described() =>
        Assert.That(
            Expectation.Fields.Where(field =>
                !File.ReadAllText(RepositoryFiles.PathOf("data", "README.md")).Contains(field, StringComparison.Ordinal)
            ),
            Is.Empty
        );

    [TestCase(9)]
    [TestCase(10)]
    [TestCase(11)]
    [TestCase(12)]
    [TestCase(14)]
    [TestCase(15)]
    [TestCase(17)]
    public void The_ages_at_which_the_law_changes_are_there(int age) =>
        Assert.That(Names.Select(name => ShippedCase.Read(name).Vignette).Any(vignette => AgeOf(vignette) == age), Is.True);

    [Test]
    public void A_child_born_on_a_leap_day_is_there() =>
        Assert.That(Names.Any(name => ShippedCase.Read(name).Vignette.Profile.BirthDate is { Month: 2, Day: 29 }), Is.True);

    [Test]
    public void Every_step_before_a_decision_is_expected_in_some_case()
    {
        var codes = All<Expectation.OnCondition>()
            .Select(condition => condition.Code)
            .Concat(All<Expectation.NotOnCondition>().Select(condition => condition.Code))
            .ToHashSet();
        var before = Example
            .Data.ReferenceDataSet.Rules.Steps.Where(step => step.Phase == StepPhase.Before)
            .Select(step => Terms<Step>.Text(step.Step))
            .Distinct();

        Assert.That(before.Where(step => !codes.Contains(step)), Is.Empty);
    }

    static int AgeOf(Vignette vignette) =>
        vignette.Profile.AgeYears ?? Age.On(vignette.AsOf, vignette.Profile.BirthDate!.Value, LeapDayBirthday.March1);

    static IEnumerable<T> All<T>()
        where T : Expectation => Names.SelectMany(name => ShippedCase.Read(name).Vignette.Expectations).OfType<T>();
}
