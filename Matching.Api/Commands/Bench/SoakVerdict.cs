namespace Matching.Api.Commands.Bench;

/// <summary>
/// Whether a service stayed as it was: the second half of a soak against the first, by medians, and its memory against what it was after a
/// fifth.
/// </summary>
internal sealed record SoakVerdict(IReadOnlyList<(string Name, double Value, double Limit, bool AtLeast)> Figures)
{
    private const double LeastRate = 0.8,
        MostP99 = 1.5,
        MostMemory = 1.2;

    public bool IsFlat => Figures.All(figure => figure.AtLeast ? figure.Value >= figure.Limit : figure.Value <= figure.Limit);

    public static SoakVerdict Of(IReadOnlyList<SoakStretch> stretches)
    {
        var (first, second) = (stretches.Take(stretches.Count / 2).ToList(), stretches.Skip((stretches.Count + 1) / 2).ToList());
        double Ratio(Func<SoakStretch, double> figure) => Sample.Median(second.Select(figure)) / Sample.Median(first.Select(figure));
        var afterAFifth = stretches[Math.Max(0, (stretches.Count / 5) - 1)].WorkingSet;
        return new([
            ("Rate, second half to first", Ratio(stretch => stretch.RequestsPerSecond), LeastRate, true),
            ("99th percentile, second half to first", Ratio(stretch => stretch.P99Milliseconds), MostP99, false),
            ("Memory, at the end to after a fifth", stretches[^1].WorkingSet / afterAFifth, MostMemory, false),
        ]);
    }
}
