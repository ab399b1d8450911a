namespace Matching.Engine.Learning.Evaluation;

/// <summary>
/// How often each stay counts in samples of the children, drawn with repeats: what a figure would have been had other children come
/// (bootstrap).
/// </summary>
internal sealed class Resamples
{
    private Resamples(IReadOnlyList<double[]> counts) => Counts = counts;

    /// <summary>By sample, then stay.</summary>
    public IReadOnlyList<double[]> Counts { get; }

    public static Resamples Of(IReadOnlyList<ObservedStay> stays, int samples, Pcg32 draws)
    {
        var children = stays
            .Select(stay => stay.Child)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select((child, index) => (child, index))
            .ToDictionary(pair => pair.child, pair => pair.index, StringComparer.Ordinal);
        var childOf = stays.Select(stay => children[stay.Child]).ToArray();
        var counts = new List<double[]>(samples);
        for (var sample = 0; sample < samples; sample++)
        {
            var times = new double[children.Count];
            for (var draw = 0; draw < times.Length; draw++)
                times[draws.Below(times.Length)]++;
            counts.Add(Array.ConvertAll(childOf, child => times[child]));
        }
        return new Resamples(counts);
    }

    /// <summary>
    /// A figure, with the interval that holds ninety percent of what the samples give; not reported where a sample cannot say.
    /// </summary>
    public Figure? Figure(Func<double[], double?> figure, double[] asIs)
    {
        if (figure(asIs) is not { } value)
            return null;
        var drawn = Counts.Select(figure).Where(one => one is not null).Select(one => one!.Value).Order().ToArray();
        const double leastShareThatTells = 0.9;
        return drawn.Length < Counts.Count * leastShareThatTells
            ? new Figure(value, null, null)
            : new Figure(value, drawn[(int)(0.05 * (drawn.Length - 1))], drawn[(int)Math.Ceiling(0.95 * (drawn.Length - 1))]);
    }

    /// <summary>The share of the samples in which something is above zero.</summary>
    public double ShareAbove(Func<double[], double> figure) => Counts.Count(sample => figure(sample) > 0) / (double)Counts.Count;
}

/// <summary>A figure and the interval of ninety percent around it.</summary>
/// <param name="Value">As the data give it.</param>
/// <param name="Low">Lower end; null where it cannot be reported.</param>
/// <param name="High">Upper end; null where it cannot be reported.</param>
public sealed record Figure(double Value, double? Low, double? High);
