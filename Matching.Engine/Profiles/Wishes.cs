namespace Matching.Engine.Profiles;

/// <summary>What is wished about a place.</summary>
public enum Stance
{
    Prefer,
    Avoid,
}

/// <summary>What matters to the child, regardless of the place.</summary>
public enum Matter
{
    NearFamily,
    KeepSchool,
    Siblings,
    KeepAdult,
    SmallHome,
}

/// <summary>A wish about one placement.</summary>
public sealed record Wish(string PlacementId, Stance Stance);

/// <summary>The wishes. A null list: nobody has asked yet. An empty one: asked, no wish.</summary>
public sealed record Wishes(IReadOnlyList<Wish>? Child, IReadOnlyList<Wish>? Parents, IReadOnlyList<Matter>? Matters)
{
    /// <summary>Nobody has asked yet.</summary>
    public static readonly Wishes Unasked = new(null, null, null);
}
