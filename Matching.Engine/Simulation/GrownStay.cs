using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Simulation;

/// <summary>A stay that a city lived, as it would stand in a file to train on.</summary>
/// <param name="Stay">The stay as the model sees it.</param>
/// <param name="Known">What was known of the child at its start.</param>
/// <param name="AgeYears">The child's age then.</param>
/// <param name="Track">Who decided.</param>
/// <param name="OfOtherOrigin">For audits only.</param>
public sealed record GrownStay(ObservedStay Stay, ChildProfile Known, int AgeYears, Track Track, bool OfOtherOrigin)
{
    /// <summary>
    /// The stays of the first city under past practice, moved back so that the last day is the day before the rules begin: a file to train
    /// on holds no day to come.
    /// </summary>
    public static IReadOnlyList<GrownStay> Grow(
        SimulationSettings settings,
        CityPlan plan,
        ReferenceDataSet referenceData,
        HazardPrior prior
    )
    {
        var city = new City(plan, referenceData, prior, settings.Truth, settings.Scale, settings.Seed, replication: 0);
        var (first, back) = (referenceData.Rules.FirstDay, settings.Years * TimeGrid.YearDays + 1);
        var last = first.AddDays(settings.Years * TimeGrid.YearDays);
        var stays = city.Place(city.Arrivals(first, settings.Years, 0), Policies.PastPractice(plan.Practice), city.Empty);
        return
        [
            .. stays
                .Zip(SimulatedTraining.Observed(stays, last))
                .Select(pair => new GrownStay(
                    pair.Second with
                    {
                        Start = pair.Second.Start.AddDays(-back),
                        FactsAsOf = pair.Second.FactsAsOf!.Value.AddDays(-back),
                    },
                    pair.First.Arrival.Child.Known,
                    Age.On(
                        pair.First.Arrival.Day,
                        pair.First.Arrival.Child.Known.BirthDate!.Value,
                        referenceData.Rules.InForce(pair.First.Arrival.Day).Birthdays[0].LeapDay
                    ),
                    pair.First.Arrival.Child.Known.Legal.DecidedBy == Decider.YouthCrimeBoard ? Track.YouthCrimeBoard : Track.Social,
                    pair.First.Arrival.Child.OfOtherOrigin
                )),
        ];
    }
}
