using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Learning;

/// <summary>
/// Stays that come out as a known truth has it, for tests and measurements: a child each, its answers drawn evenly, everything dated and
/// reported as the gates ask. The city of
/// <c>Simulation</c> grows stays that look like real ones.
/// </summary>
public static class DrawnStays
{
    private const int Stream = 77,
        Days = 1800,
        WatchedIntervals = 18;
    private static readonly DateOnly FirstStart = new(2020, 1, 1);
    private static readonly Sex[] Sexes = [Sex.Female, Sex.Male];

    /// <summary>Stays of so many children at open residential homes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="truth">What rules how they end.</param>
    /// <param name="seed">Of what is drawn.</param>
    /// <param name="places">How many places they stay at.</param>
    public static IReadOnlyList<ObservedStay> Of(int count, OutcomeModel truth, int seed, int places = 10)
    {
        var draws = new Pcg32(seed, Stream);
        var stays = new List<ObservedStay>(count);
        for (var i = 0; i < count; i++)
        {
            var bins = OutcomeFeature.All.Select(feature => (byte)draws.Below(feature.Bins.Count)).ToArray();
            bins[^1] = (byte)OutcomeFeature.All[^1].Position("open-residential");
            var start = FirstStart.AddDays(draws.Below(Days));
            var stay = new ObservedStay(
                $"child-{i:00000}",
                $"place-{draws.Below(places):00}",
                Level.OpenResidential,
                start,
                bins,
                0,
                null,
                null
            )
            {
                FactsAsOf = start,
                Sex = Sexes[draws.Below(Sexes.Length)],
            };
            stays.Add(Ended(stay, truth, draws));
        }
        return stays;
    }

    private static ObservedStay Ended(ObservedStay stay, OutcomeModel truth, Pcg32 draws)
    {
        // A quarter is watched for less than a year and a half.
        var watched = draws.Below(4) == 0 ? 1 + draws.Below(WatchedIntervals - 1) : WatchedIntervals;
        for (var interval = 0; interval < watched; interval++)
        {
            var (left, gaveUp, escalated) = (
                Happens(EndingCause.ChildLeft),
                Happens(EndingCause.PlaceGaveUp),
                Happens(EndingCause.Escalation)
            );
            var days = interval * TimeGrid.IntervalDays + draws.Below(TimeGrid.IntervalDays);
            if (left || gaveUp)
            {
                return stay with
                {
                    Days = days,
                    Ending =
                        left && gaveUp ? StayEnding.BreakdownBoth
                        : left ? StayEnding.BreakdownChild
                        : StayEnding.BreakdownPlace,
                    ReportedBy = EndingReporter.Place,
                };
            }
            if (escalated)
                return stay with { Days = days, Ending = StayEnding.Transfer, MovedTo = Level.Secure, ReportedBy = EndingReporter.Team };

            bool Happens(EndingCause cause) =>
                draws.Share() < Logit.Probability(truth.LogitOf(cause, interval, stay.Bins, stay.PlacementId));
        }
        return stay with { Days = watched * TimeGrid.IntervalDays };
    }
}
