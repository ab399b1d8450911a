namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>
/// Intervals of a stay as Microsoft.ML reads them: the part of time and the code of each bin, whether it happened, and how many intervals
/// it stands for.
/// </summary>
internal sealed class GamExample
{
    /// <summary>The part of time, then the features.</summary>
    public static int Width => 1 + OutcomeFeature.All.Count;

    public float[] Features { get; set; } = [];

    public bool Label { get; set; }

    public float Weight { get; set; } = 1;

    /// <summary>The examples of one cause. An interval in which the child left and the place gave up counts for both.</summary>
    public static IEnumerable<GamExample> Of(IReadOnlyList<HazardRow> rows, EndingCause cause)
    {
        foreach (var row in rows)
        {
            var happened = row.Happened(cause) || row.Both && cause != EndingCause.Escalation;
            if (row.Intervals - (happened ? 1 : 0) is var survived and > 0)
                yield return Of(row, false, survived);
            if (happened)
                yield return Of(row, true, 1);
        }
    }

    /// <summary>A part of time with nothing known, or with one bin alone.</summary>
    public static GamExample Probe(int part, int feature = -1, int bin = 0)
    {
        var probe = new GamExample { Features = new float[Width] };
        probe.Features[0] = part;
        if (feature >= 0)
            probe.Features[1 + feature] = bin;
        return probe;
    }

    private static GamExample Of(in HazardRow row, bool label, int weight) =>
        new()
        {
            Features = [row.Part, .. row.Bins.Select(bin => (float)bin)],
            Label = label,
            Weight = weight,
        };
}
