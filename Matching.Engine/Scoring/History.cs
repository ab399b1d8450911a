using Matching.Engine.Eligibility;
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

    private const byte HereLately = 3,
        HereTwice = 4,
        HereTwiceLately = 5,
        HereOften = 6;
    private const int Often = 3;

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
        CurrentPlacement.Of(profile) is { } current ? Mark(null, current.Id, catalogue) : null;

    /// <summary>Where a trusted adult can stay in the child's life.</summary>
    public static byte[] KeepsAdult(ChildProfile profile, Catalogue catalogue)
    {
        var column = catalogue.Index.Level.Select(level => level <= (byte)Level.Network ? OwnNetwork : (byte)0).ToArray();
        return CurrentPlacement.Of(profile) is { } current ? Mark(column, current.Id, catalogue) ?? column : column;
    }

    /// <summary>
    /// Where the child's stay broke down before: once, once lately, twice, twice with one of them lately, more often. Criteria of before
    /// version 1.1 do not count them.
    /// </summary>
    public static byte[]? EarlierBreakdowns(ChildProfile profile, DateOnly asOf, Catalogue catalogue, CareSettings? care)
    {
        byte[]? column = null;
        foreach (var earlier in profile.Placements ?? [])
        {
            if (earlier is { Ending: PlacementEnding.Breakdown, PlacementId: { } id })
                column = Mark(column, id, catalogue);
        }
        if (column is null || care is null)
            return column;
        for (var placement = 0; placement < column.Length; placement++)
        {
            if (column[placement] == Here)
                column[placement] = Grade(profile, asOf, catalogue.Placements[placement].Id, care);
        }
        return column;
    }

    /// <summary>How many stays of the child broke down at a place.</summary>
    public static int BreakdownsAt(ChildProfile profile, string placementId) =>
        profile.Placements?.Count(earlier => earlier.Ending == PlacementEnding.Breakdown && earlier.PlacementId == placementId) ?? 0;

    /// <summary>
    /// A breakdown weighs more when it is recent, and when the place itself gave up; a day that is not known is not recent.
    /// </summary>
    private static byte Grade(ChildProfile profile, DateOnly asOf, string placementId, CareSettings care)
    {
        var (count, lately) = (0, false);
        foreach (var earlier in profile.Placements!)
        {
            if (earlier.Ending != PlacementEnding.Breakdown || earlier.PlacementId != placementId)
                continue;
            count++;
            lately |=
                earlier.EndedBy != EndedBy.Child
                && earlier.To is { } end
                && end <= asOf
                && asOf.DayNumber - end.DayNumber <= care.RecentBreakdownDays;
        }
        return (count, lately) switch
        {
            (>= Often, _) => HereOften,
            (2, true) => HereTwiceLately,
            (2, false) => HereTwice,
            (_, true) => HereLately,
            _ => Here,
        };
    }

    /// <summary>How many stays broke down at each level (none, one, two, several), by <see cref="Level"/>.</summary>
    /// <param name="profile">The child.</param>
    /// <param name="withLaterLevels">False where a later level still counts as the one that stood for it.</param>
    public static byte[]? BreakdownsByLevel(ChildProfile profile, bool withLaterLevels)
    {
        byte[]? counts = null;
        foreach (var earlier in profile.Placements ?? [])
        {
            if (earlier.Ending != PlacementEnding.Breakdown || LevelOf(earlier.Level) is not { } own)
                continue;
            var level = withLaterLevels ? own : own.StandIn();
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
            // What helped has not failed.
            { } measures => measures.Count(measure => AtHome.Contains(measure) && !Helped(profile, measure)) switch
            {
                0 => 1,
                <= 2 => 2,
                _ => 3,
            },
        };

    private static bool Helped(ChildProfile profile, EarlierMeasure measure)
    {
        foreach (var tried in profile.MeasuresTried)
        {
            if (tried.Measure == measure && tried.Helped == true)
                return true;
        }
        return false;
    }

    private static byte[]? Mark(byte[]? column, string placementId, Catalogue catalogue)
    {
        if (!catalogue.TryFind(placementId, out var here))
            return column;
        column ??= new byte[catalogue.Placements.Length];
        foreach (var department in catalogue.Index.DepartmentsOf(here))
        {
            if (column[department] == 0)
                column[department] = SameInstitution;
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
            HistoryLevel.FamilyPlacement => Level.FamilyPlacement,
            HistoryLevel.BoardingSchool => Level.BoardingSchool,
            HistoryLevel.Efterskole => Level.Efterskole,
            HistoryLevel.OwnRoom => Level.OwnRoom,
            HistoryLevel.OpenResidential => Level.OpenResidential,
            HistoryLevel.ProjectPlace => Level.ProjectPlace,
            HistoryLevel.PartiallyClosed => Level.PartiallyClosed,
            HistoryLevel.Secure => Level.Secure,
            HistoryLevel.SpeciallySecured => Level.SpeciallySecured,
            _ => null,
        };
}
