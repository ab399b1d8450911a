namespace Matching.Engine.Placements;

/// <summary>How well a place meets a need.</summary>
public enum CapabilityStrength
{
    /// <summary>It cannot or may not meet the need.</summary>
    None,

    /// <summary>It can carry a child with a slight need.</summary>
    Some,

    /// <summary>It can carry a clear need.</summary>
    Good,

    /// <summary>It is chosen because of the need.</summary>
    Strong,
}
