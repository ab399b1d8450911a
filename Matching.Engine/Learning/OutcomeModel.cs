using System.Collections.Frozen;

namespace Matching.Engine.Learning;

/// <summary>
/// The glass-box outcome model: a table of logits. For a cause and an interval of thirty days the logit of the hazard is exactly the
/// baseline, the part of time, one term
/// for each feature's bin and one for the place; not known weighs nothing.
/// </summary>
/// <param name="Baselines">By cause.</param>
/// <param name="Time">By cause, then part of time.</param>
/// <param name="Bins">By cause, then feature, then bin.</param>
/// <param name="Places">By placement id; a place that is not there has no effect of its own.</param>
public sealed record OutcomeModel(
    IReadOnlyList<double> Baselines,
    IReadOnlyList<IReadOnlyList<double>> Time,
    IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> Bins,
    FrozenDictionary<string, double> Places
)
{
    private readonly double[][][] _bins = ArraysOf(Bins);

    /// <summary>By cause, then feature, then bin.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> Bins
    {
        get;
        init => (field, _bins) = (value, ArraysOf(value));
    } = Bins;

    /// <summary>The logit of a cause's hazard in an interval, term by term: what is added is the sum.</summary>
    public IReadOnlyList<OutcomeTerm> Terms(EndingCause cause, int interval, byte[] bins, string placementId)
    {
        var terms = new List<OutcomeTerm>(bins.Length + 3)
        {
            new("baseline", "", Baselines[(int)cause]),
            new("time", $"{TimeGrid.PartOf(interval)}", Time[(int)cause][TimeGrid.PartOf(interval)]),
        };
        for (var feature = 0; feature < bins.Length; feature++)
        {
            if (bins[feature] != 0)
                terms.Add(
                    new OutcomeTerm(
                        OutcomeFeature.All[feature].Code,
                        OutcomeFeature.All[feature].Bins[bins[feature]],
                        Bins[(int)cause][feature][bins[feature]]
                    )
                );
        }
        if (Places.TryGetValue(placementId, out var effect))
            terms.Add(new OutcomeTerm("place", placementId, effect));
        return terms;
    }

    /// <summary>The logit of a cause's hazard in an interval.</summary>
    public double LogitOf(EndingCause cause, int interval, byte[] bins, string placementId)
    {
        var sum = Baselines[(int)cause] + Time[(int)cause][TimeGrid.PartOf(interval)];
        var table = _bins[(int)cause];
        for (var feature = 0; feature < bins.Length; feature++)
            sum += table[feature][bins[feature]];
        return sum + Places.GetValueOrDefault(placementId);
    }

    /// <summary>
    /// The probability that the stay breaks down (the child leaves or the place gives up) within a year, before it ends by escalation.
    /// </summary>
    public double BreakdownWithinYear(byte[] bins, string placementId)
    {
        var (there, brokeDown) = (1.0, 0.0);
        Span<double> without = stackalloc double[HazardLayout.Causes];
        for (var interval = 0; interval < TimeGrid.YearIntervals; interval++)
        {
            var share = TimeGrid.ShareOfYear(interval);
            if (share < 1 || TimeGrid.FirstOf(TimeGrid.PartOf(interval)) == interval)
            {
                for (var cause = 0; cause < without.Length; cause++)
                    without[cause] = Logit.Power(1 - Logit.Probability(LogitOf((EndingCause)cause, interval, bins, placementId)), share);
            }
            var kept = without[(int)EndingCause.ChildLeft] * without[(int)EndingCause.PlaceGaveUp];
            brokeDown += there * (1 - kept);
            there *= kept * without[(int)EndingCause.Escalation];
        }
        return brokeDown;
    }

    /// <summary>
    /// The breakdowns predicted of the intervals a stay lived through, summed: what was seen is held against it, however long the stay was
    /// watched.
    /// </summary>
    public double ForetoldOf(ObservedStay stay)
    {
        var (survived, endedIn) = TimeGrid.Watched(stay.Days, stay.BrokeDown || stay.Escalated);
        var sum = 0.0;
        for (var interval = 0; interval < survived + (endedIn is null ? 0 : 1); interval++)
            sum += 1 - (1 - Hazard(EndingCause.ChildLeft, interval)) * (1 - Hazard(EndingCause.PlaceGaveUp, interval));
        return sum;

        double Hazard(EndingCause cause, int interval) => Logit.Probability(LogitOf(cause, interval, stay.Bins, stay.PlacementId));
    }

    private static double[][][] ArraysOf(IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> bins) =>
        [.. bins.Select(cause => cause.Select(feature => feature.ToArray()).ToArray())];

    /// <summary>The model of a vector of cells.</summary>
    /// <param name="cells">By layout.</param>
    /// <param name="places">The places with cells, in their order.</param>
    internal static OutcomeModel Of(double[] cells, IReadOnlyList<string> places)
    {
        double At(int cause, int column) => cells[HazardLayout.CellOf(cause, column)];
        var causes = Enumerable.Range(0, HazardLayout.Causes).ToList();
        return new OutcomeModel(
            [.. causes.Select(cause => At(cause, 0))],
            [
                .. causes.Select(cause =>
                    (IReadOnlyList<double>)[.. Enumerable.Range(0, TimeGrid.Parts).Select(part => At(cause, 1 + part))]
                ),
            ],
            [
                .. causes.Select(cause =>
                    (IReadOnlyList<IReadOnlyList<double>>)
                        [
                            .. OutcomeFeature.All.Select(
                                (feature, number) =>
                                    (IReadOnlyList<double>)
                                        [
                                            .. feature.Bins.Select(
                                                (_, bin) => bin == 0 ? 0.0 : At(cause, HazardLayout.ColumnOf(number, (byte)bin))
                                            ),
                                        ]
                            ),
                        ]
                ),
            ],
            places
                .Select((id, index) => KeyValuePair.Create(id, cells[HazardLayout.CellOfPlace(index)]))
                .ToFrozenDictionary(StringComparer.Ordinal)
        );
    }
}

/// <summary>One term of a logit: what it is of, its bin, and what it adds.</summary>
public sealed record OutcomeTerm(string Code, string Bin, double Logit);
