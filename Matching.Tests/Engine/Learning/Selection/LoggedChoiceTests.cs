using Matching.Engine.Learning;
using Matching.Engine.Learning.Selection;
using Matching.Engine.Placements;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Selection;

public sealed class LoggedChoiceTests
{
    private static readonly DateOnly Start = new(2025, 1, 1);

    [TestCase(-1)]
    [TestCase(2)]
    public void What_was_chosen_must_have_been_there(int chosen) =>
        Assert.That(
            () => new LoggedChoice("child", [new ChoiceCandidate("a", [1]), new ChoiceCandidate("b", [1])], chosen, null),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );

    [Test]
    public void Candidates_with_other_features_are_refused() =>
        Assert.That(
            () => new LoggedChoice("child", [new ChoiceCandidate("a", [1]), new ChoiceCandidate("b", [1, 2])], 0, null),
            Throws.ArgumentException
        );

    [TestCase(StayEnding.BreakdownChild, 364, 365, ExpectedResult = true)]
    [TestCase(StayEnding.BreakdownBoth, 365, 800, ExpectedResult = false)]
    [TestCase(StayEnding.Planned, 100, 365, ExpectedResult = false)]
    [TestCase(StayEnding.Transfer, 100, 365, ExpectedResult = false)]
    [TestCase(null, 365, 365, ExpectedResult = false)]
    public bool? A_year_that_could_be_watched_is_told(StayEnding? ending, int days, int watched) => Told(ending, days, watched);

    [TestCase(null, 364)]
    [TestCase(StayEnding.BreakdownChild, 10)]
    [TestCase(StayEnding.Planned, 10)]
    public void A_year_that_could_not_be_watched_is_not_told_even_when_it_has_broken_down_already(StayEnding? ending, int days) =>
        Assert.That(Told(ending, days, 364), Is.Null);

    private static bool? Told(StayEnding? ending, int days, int watched) =>
        LoggedChoice.BrokeDownWithinYear(
            new ObservedStay("child", "place", Level.OpenResidential, Start, [], days, ending, null),
            Start.AddDays(watched)
        );
}
