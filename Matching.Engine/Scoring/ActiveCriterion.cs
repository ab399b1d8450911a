namespace Matching.Engine.Scoring;

/// <summary>A criterion with the row that one child brings: percentages and points by what a place has in the column.</summary>
public sealed class ActiveCriterion
{
    private readonly byte[]? _featureByColumn;

    internal ActiveCriterion(int index, Criterion criterion, byte state, ArraySegment<byte> column, byte[]? featureByColumn)
    {
        (Index, State, Column, _featureByColumn) = (index, state, column, featureByColumn);
        var row = criterion.Percent[state];
        PercentByColumn = featureByColumn is null ? row : [.. featureByColumn.Select(feature => row[feature])];
        PointsByColumn = [.. PercentByColumn.Select(percent => Criterion.Points(criterion.Weight, percent))];
    }

    public int Index { get; }
    public byte State { get; }

    /// <summary>What each place has, in catalogue order.</summary>
    public ArraySegment<byte> Column { get; }
    public int[] PercentByColumn { get; }
    public int[] PointsByColumn { get; }

    /// <summary>The feature that stands for what a place has; the same number unless the child's history decides what it means.</summary>
    public byte FeatureOf(byte column) => _featureByColumn is null ? column : _featureByColumn[column];
}
