using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Evaluation;

public sealed class PriorExpectationTests
{
    private const double Sure = 1e-3;

    [Test]
    public void A_prior_that_is_right_expects_as_many_breakdowns_as_there_are()
    {
        // Sure of what it believes, and right: were a stay given up at the first that is drawn, a fifth too few would be expected.
        var sure = SimulatedStays.Prior with
        {
            Baselines = [.. SimulatedStays.Prior.Baselines.Select(belief => belief with { Width = Sure })],
            Time = SimulatedStays.Prior.Time with { Width = Sure },
            Bins =
            [
                .. SimulatedStays.Prior.Bins.Select(bins =>
                    (IReadOnlyList<Belief>)[.. bins.Select(belief => belief with { Width = Sure })]
                ),
            ],
            CauseWidth = Sure,
            PlaceWidth = Sure,
        };
        var check = PriorExpectation.Of(sure, DrawnStays.Of(12_000, SimulatedStays.Truth, 2), 10, new Pcg32(1));

        Assert.That(check.Seen, Is.GreaterThan(4_000));
        Assert.That(check.Expected, Is.EqualTo(check.Seen!.Value).Within(4).Percent);
    }
}
