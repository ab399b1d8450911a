namespace Matching.Engine.Learning;

/// <summary>
/// The cells of the model: per cause, what it adds in each column (the baseline, a part of time, a bin), then the places. Not known has no
/// column: it weighs nothing.
/// </summary>
internal sealed class HazardLayout
{
    public const int Causes = 3;

    private static readonly List<(int Feature, int Bin)> Bins =
    [
        .. OutcomeFeature.All.SelectMany((feature, number) => Enumerable.Range(1, feature.Bins.Count - 1).Select(bin => (number, bin))),
    ];

    private static readonly int[] BinStarts = [.. OutcomeFeature.All.Select((_, number) => Bins.FindIndex(bin => bin.Feature == number))];

    public HazardLayout(int places) => Places = places;

    public int Places { get; }

    /// <summary>What a row of one cause can switch on.</summary>
    public static int Columns => FirstBin + Bins.Count;

    /// <summary>The column of the first bin.</summary>
    public static int FirstBin => 1 + TimeGrid.Parts;

    public int Cells => Causes * Columns + Places;

    /// <summary>The column of a bin; -1 for not known.</summary>
    public static int ColumnOf(int feature, byte bin) => bin == 0 ? -1 : FirstBin + BinStarts[feature] + bin - 1;

    /// <summary>The bin of a column; feature -1 for the baseline and the parts of time.</summary>
    public static (int Feature, int Bin) BinAt(int column) => column < FirstBin ? (-1, 0) : Bins[column - FirstBin];

    public static int CellOf(int cause, int column) => cause * Columns + column;

    public static int CellOfPlace(int place) => Causes * Columns + place;
}
