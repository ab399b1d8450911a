namespace Matching.Engine.Profiles;

/// <summary>Where a child lives now.</summary>
internal static class CurrentPlacement
{
    /// <summary>The place, and the fact that says so; of several stays that go on, the one that began last.</summary>
    public static (string Id, string Path)? Of(ChildProfile profile)
    {
        if (profile.CurrentPlacementId is { } known)
            return (known, "child.currentPlacementId");
        var latest = profile
            .Placements?.Where(placement => placement is { Ending: PlacementEnding.Ongoing, To: null, PlacementId: not null })
            .OrderByDescending(placement => placement.From)
            .ThenBy(placement => placement.PlacementId, StringComparer.Ordinal)
            .FirstOrDefault();
        return latest is null ? null : (latest.PlacementId!, "child.placements");
    }
}
