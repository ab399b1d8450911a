using Matching.Engine.Profiles;

namespace Matching.Engine.Placements;

/// <summary>On which legal track a child comes to a place.</summary>
public enum Track
{
    Social,
    YouthCrimeBoard,
    Remand,
    Sentence,
    YouthSanction,
}

/// <summary>Whole years, both ends included.</summary>
public readonly record struct AgeRange(int Min, int Max)
{
    /// <summary>Whether the age lies within the range.</summary>
    public bool Holds(int age) => age >= Min && age <= Max;
}

/// <summary>Whom a place is approved for (Children's Act § 43, approval by Socialtilsynet or the municipality).</summary>
public sealed record TargetGroup(
    Fact<bool?> Approved,
    Fact<AgeRange> Ages,
    Fact<AgeRange> MainAges,
    Fact<IReadOnlyList<Track>> Tracks,
    Fact<IReadOnlyList<Sex>> Sexes,
    Fact<IReadOnlyList<CognitiveLevel>> CognitiveLevels
);
