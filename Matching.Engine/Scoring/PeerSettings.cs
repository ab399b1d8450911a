namespace Matching.Engine.Scoring;

/// <summary>When the residents of a place count as far from a child's age, as many, and as reported too long ago.</summary>
/// <param name="AgeGapYears">The least whole years between the child and the nearest resident that count as far.</param>
/// <param name="ManyPercent">The least share of the residents that counts as many.</param>
/// <param name="ManyLeast">The fewest residents that count as many, regardless of their share.</param>
/// <param name="FreshDays">The most days for which what a place reported is taken to hold still.</param>
/// <param name="Source">Where these rest.</param>
/// <param name="Verified">Whether they have been checked there.</param>
public sealed record PeerSettings(int AgeGapYears, int ManyPercent, int ManyLeast, int FreshDays, string Source, bool Verified);
