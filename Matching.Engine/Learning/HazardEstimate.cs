using MathNet.Numerics.LinearAlgebra;

namespace Matching.Engine.Learning;

/// <summary>What a fit found: every term, the prior it started from, and how sure it is.</summary>
/// <param name="Curvature">Of the negative log posterior at its peak: the inverse is the covariance of the terms.</param>
/// <param name="CauseWidth">How far the causes differ in a bin, as chosen.</param>
/// <param name="PlaceWidth">How far places differ, as chosen.</param>
/// <param name="LogMarginal">The log marginal likelihood with the belief about the widths, up to a constant.</param>
internal sealed record HazardEstimate(
    HazardLayout Layout, double[] Terms, double[] PriorMeans, double[] PriorWidths, Matrix<double> Curvature, double CauseWidth, double PlaceWidth, double LogMarginal);
