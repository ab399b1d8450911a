namespace Matching.Engine.Learning;

/// <summary>
/// Where each term of the model stands in the vector of all: per cause a baseline and the parts of time; then the bins as all causes share them; then, per cause, how far it
/// differs in each bin; then the places.
/// </summary>
internal sealed class HazardLayout
{
    public const int Causes = 3;

    private readonly int[] _binStarts;

    public HazardLayout(int places)
    {
        var features = OutcomeFeature.All;
        _binStarts = new int[features.Count];
        var bins = 0;
        for (var feature = 0; feature < features.Count; feature++)
        {
            _binStarts[feature] = bins;
            bins += features[feature].Bins.Count - 1;
        }
        (Bins, Places) = (bins, places);
    }

    /// <summary>How many bins there are, those for not known left out: they are fixed at zero.</summary>
    public int Bins { get; }

    public int Places { get; }

    /// <summary>What a row of one cause can switch on: the baseline, a part of time, bins.</summary>
    public int Columns => 1 + TimeGrid.Parts + Bins;

    public int Count => Causes * (1 + TimeGrid.Parts) + Bins + Causes * Bins + Places;

    /// <summary>The column of a bin; -1 for not known.</summary>
    public int ColumnOf(int feature, byte bin) => bin == 0 ? -1 : 1 + TimeGrid.Parts + _binStarts[feature] + bin - 1;

    /// <summary>The terms that a column adds up, for a cause; the second is -1 where there is one only.</summary>
    public (int Term, int Own) TermsOf(int cause, int column)
    {
        const int perCause = 1;
        var fixedColumns = perCause + TimeGrid.Parts;
        if (column < fixedColumns)
            return (cause * fixedColumns + column, -1);
        var bin = column - fixedColumns;
        return (Causes * fixedColumns + bin, Causes * fixedColumns + Bins + cause * Bins + bin);
    }

    public int PlaceTerm(int place) => Causes * (1 + TimeGrid.Parts) + Bins + Causes * Bins + place;
}
