namespace Matching.Engine.Profiles;

/// <summary>How many needs there are.</summary>
public static class Needs
{
    /// <summary>The fourteen needs.</summary>
    public const int Count = 14;
}
