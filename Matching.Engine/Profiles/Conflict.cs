namespace Matching.Engine.Profiles;

/// <summary>Why a child may not be safe, or others not safe with the child, at a certain place.</summary>
public enum ConflictReason
{
    CoResidentConflict,
    GangConflict,
    CoAccused,
    HonourRelated,
    ThreatFromOutside,
}

/// <summary>A conflict tied to one placement.</summary>
public sealed record Conflict(string PlacementId, ConflictReason Reason);
