using Matching.Engine.Learning;
using Matching.Engine.Parsing;

namespace Matching.Engine.Simulation;

/// <summary>What is simulated.</summary>
/// <param name="Years">Years of stays under past practice, on which the model is trained.</param>
/// <param name="Replications">How many cities, each with a truth and children of its own.</param>
/// <param name="Seed">Of everything drawn: the same seed gives the same report.</param>
/// <param name="Truth">What the hidden truth is like.</param>
/// <param name="Scale">So many times as many children and beds.</param>
public sealed record SimulationSettings(int Years, int Replications, int Seed, TruthKind Truth, int Scale = 1);

/// <summary>
/// Grows stays under past practice, then lets each policy place the same new children with the same luck, from the same day on. Policies
/// are compared by the true risk of
/// the stays they choose, which is what would be counted if every child could be placed again and again.
/// </summary>
public static class PolicyComparison
{
    private const int Resamples = 2000;

    /// <summary>Runs the simulation.</summary>
    /// <param name="settings">What is simulated.</param>
    /// <param name="plan">The city.</param>
    /// <param name="referenceData">Places, rules and criteria.</param>
    /// <param name="prior">What the model believes before any data.</param>
    /// <param name="use">How far a ranking leans on a model.</param>
    /// <param name="done">Reported after each replication; from any thread.</param>
    /// <param name="cancellation">Stops between replications.</param>
    public static SimulationReport Run(
        SimulationSettings settings,
        CityPlan plan,
        ReferenceDataSet referenceData,
        HazardPrior prior,
        ModelUse use,
        Action? done = null,
        CancellationToken cancellation = default
    )
    {
        // Each replication writes to its own place, so their order of ending changes nothing.
        var replications = new Tally[settings.Replications][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(
            0,
            replications.Length,
            options,
            replication =>
            {
                replications[replication] = Once(settings, plan, referenceData, prior, use, replication);
                done?.Invoke();
            }
        );
        return SimulationReport.Of(settings, plan, replications, Streams.Of(settings.Seed, Streams.Bootstrap), Resamples);
    }

    private static Tally[] Once(
        SimulationSettings settings,
        CityPlan plan,
        ReferenceDataSet referenceData,
        HazardPrior prior,
        ModelUse use,
        int replication
    )
    {
        var city = new City(plan, referenceData, prior, settings.Truth, settings.Scale, settings.Seed, replication);
        var first = referenceData.Rules.FirstDay;
        var now = first.AddDays(settings.Years * TimeGrid.YearDays);
        var (beds, before) = (city.Empty, city.Arrivals(first, settings.Years, 0));
        var practice = Policies.PastPractice(plan.Practice);
        var grown = city.Place(before, practice, beds);
        var model = SimulatedTraining.Of(SimulatedTraining.Observed(grown, now), prior, use, settings.Seed);
        var arrivals = city.Arrivals(now, plan.ComparedYears.Value, before.Count);
        return [.. Terms<PolicyKind>.All.Select(kind => Tally.Of(city.Place(arrivals, PolicyOf(kind), beds.Copy())))];

        Policy PolicyOf(PolicyKind kind) =>
            kind switch
            {
                PolicyKind.PastPractice => practice,
                PolicyKind.AvailabilityFirst => Policies.AvailabilityFirst,
                PolicyKind.Rules => Policies.Rules,
                PolicyKind.RulesAndModel => Policies.RulesAndModel(referenceData with { Model = model }),
                _ => Policies.Oracle,
            };
    }
}

/// <summary>What one policy came to in one replication.</summary>
/// <param name="Stays">Children placed.</param>
/// <param name="Risk">The sum of their true risks of a breakdown within a year.</param>
/// <param name="BrokeDown">Stays that did break down within a year.</param>
/// <param name="Escalated">Stays that ended with a move to a more locked level within a year.</param>
/// <param name="OverCapacity">Children for whom a full place made room.</param>
/// <param name="RiskByGroup">By <see cref="ChildGroup"/>: the sum of true risks.</param>
/// <param name="StaysByGroup">By <see cref="ChildGroup"/>.</param>
internal sealed record Tally(
    int Stays,
    double Risk,
    int BrokeDown,
    int Escalated,
    int OverCapacity,
    double[] RiskByGroup,
    int[] StaysByGroup
)
{
    public static Tally Of(IReadOnlyList<SimulatedStay> stays)
    {
        var groups = Terms<ChildGroup>.All.Select(group => stays.Where(stay => stay.Arrival.Child.Group == group).ToList()).ToList();
        return new Tally(
            stays.Count,
            stays.Sum(stay => stay.Chosen.Risk),
            stays.Count(stay => stay.BrokeDown && stay.Days < TimeGrid.YearDays),
            stays.Count(stay => stay.MovedTo is not null && stay.Days < TimeGrid.YearDays),
            stays.Count(stay => stay.OverCapacity),
            [.. groups.Select(group => group.Sum(stay => stay.Chosen.Risk))],
            [.. groups.Select(group => group.Count)]
        );
    }
}
