namespace Matching.Engine.Scoring;

/// <summary>Points one criterion gives one place, and why: numbers only.</summary>
/// <param name="Criterion">Position in <see cref="CriterionShape.All"/>.</param>
/// <param name="State">What the child brings, position in the shape's states.</param>
/// <param name="Feature">What the place brings, position in the shape's features.</param>
/// <param name="Points">Hundredths of a point.</param>
public readonly record struct Contribution(byte Criterion, byte State, byte Feature, int Points);
