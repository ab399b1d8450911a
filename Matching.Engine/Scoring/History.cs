using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// What the child's history means for each place: columns for the criteria of continuity. Null where there is nothing to say.
/// </summary>
internal static class History
{
    private const byte SameInstitution = 1,
        Here = 2,
        OwnNetwork = 3;

    /// <summary>Measures that were tried while the child lived at home.</summary>
    private static readonly EarlierMeasure[] AtHome =
    [
        EarlierMeasure.FamilyTherapy,
        EarlierMeasure.ContactPerson,
        EarlierMeasure.RespiteCare,
        EarlierMeasure.PracticalSupport,
        EarlierMeasure.DayTreatment,
        EarlierMeasure.YouthOrder,
        EarlierMeasure.ParentOrder,
        EarlierMeasure.FamilyGroupConference,
        EarlierMeasure.Mentor,
        EarlierMeasure.Outreach,
        EarlierMeasure.Psychologist,
        EarlierMeasure.SubstanceCounselling,
    ];

    /// <summary>Where the child lives now: the place itself, or another department of its institution.</summary>
    public static byte[]? Continuity(ChildProfile profile, Catalogue catalogue) =>
        CurrentPlacement(profile) is { } current ? Mark(null, current.Id, catalogue) : null;

    /// <summary>Where a trusted adult can stay in the child's life.</summary>
    public static byte[] KeepsAdult(ChildProfile profile, Catalogue catalogue)
    {
        var column = catalogue.Index.Level.Select(level => level <= (byte)Level.Network ? OwnNetwork : (byte)0).ToArray();
        return CurrentPlacement(profile) is { } current ? Mark(column, current.Id, catalogue) ?? column : column;
    }

    /// <summary>Where the child's stay broke down before.</summary>
    public static byte[]? EarlierBreakdowns(ChildProfile profile, Catalogue catalogue)
    {
        byte[]? column = null;
        foreach (var earlier in profile.Placements ?? [])
        {
            if (earlier is { Ending: PlacementEnding.Breakdown, PlacementId: { } id })
                column = Mark(column, id, catalogue);
        }
        return column;
    }

    /// <summary>How many stays broke down at each level (none, one, two, several), by <see cref="Level"/>.</summary>
    public static byte[]? BreakdownsByLevel(ChildProfile profile)
    {
        byte[]? counts = null;
        foreach (var earlier in profile.Placements ?? [])
        {
            if (earlier.Ending != PlacementEnding.Breakdown || LevelOf(earlier.Level) is not { } level)
                continue;
            counts ??= new byte[Ladder.Steps];
            counts[(int)level] = (byte)Math.Min(counts[(int)level] + 1, 3);
        }
        return counts;
    }

    /// <summary>How much has been tried at home: unknown (0), nothing (1), one or two measures (2), more (3).</summary>
    public static int TriedAtHome(ChildProfile profile) =>
        profile.EarlierMeasures switch
        {
            null => 0,
            { } measures => measures.Count(measure => AtHome.Contains(measure)) switch
            {
                0 => 1,
                <= 2 => 2,
                _ => 3,
            },
        };

    /// <summary>Where the child lives now, and the fact that says so; of several stays that go on, the one that began last.</summary>
    public static (string Id, string Path)? CurrentPlacement(ChildProfile profile)
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

    private static byte[]? Mark(byte[]? column, string placementId, Catalogue catalogue)
    {
        if (!catalogue.TryFind(placementId, out var here))
            return column;
        column ??= new byte[catalogue.Placements.Length];
        var institution = catalogue.Placements[here].Institution;
        for (var placement = 0; placement < column.Length; placement++)
        {
            if (column[placement] == 0 && catalogue.Placements[placement].Institution == institution)
                column[placement] = SameInstitution;
        }
        column[here] = Here;
        return column;
    }

    private static Level? LevelOf(HistoryLevel level) =>
        level switch
        {
            HistoryLevel.Home or HistoryLevel.HomeSupport => Level.HomeSupport,
            HistoryLevel.Network => Level.Network,
            HistoryLevel.Foster => Level.Foster,
            HistoryLevel.BoardingSchool or HistoryLevel.OwnRoom or HistoryLevel.OpenResidential => Level.OpenResidential,
            HistoryLevel.ProjectPlace => Level.ProjectPlace,
            HistoryLevel.PartiallyClosed => Level.PartiallyClosed,
            HistoryLevel.Secure => Level.Secure,
            HistoryLevel.SpeciallySecured => Level.SpeciallySecured,
            _ => null,
        };
}
