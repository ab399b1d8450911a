namespace Matching.Engine.Placements;

/// <summary>A fact about a place: its value, where it is written, and whether someone has checked it there.</summary>
/// <param name="Value">Null when not known.</param>
/// <param name="Source">Where it is written.</param>
/// <param name="Verified">True when checked against that source.</param>
public sealed record Fact<T>(T Value, string Source, bool Verified);
