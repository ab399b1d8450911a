namespace Matching.Engine.Learning;

/// <summary>What a fit found.</summary>
/// <param name="Cells">The most probable value of every cell of the layout.</param>
/// <param name="PriorMeans">Where the prior had them.</param>
/// <param name="Covariance">How sure it is.</param>
/// <param name="CauseWidth">How far the causes differ in a bin, as expected given the data.</param>
/// <param name="PlaceWidth">How far places differ, as expected given the data.</param>
internal sealed record HazardEstimate(double[] Cells, double[] PriorMeans, CellCovariance Covariance, double CauseWidth, double PlaceWidth);
