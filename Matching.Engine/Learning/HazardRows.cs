namespace Matching.Engine.Learning;

/// <summary>
/// Stays as the likelihood sees them: for each stay and each part of time it reached, how many intervals were lived through at risk and what happened in them. Intervals of
/// one part have the same hazard, so they are counted and not repeated.
/// </summary>
internal sealed class HazardRows
{
    private HazardRows(IReadOnlyList<HazardRow> rows, IReadOnlyList<string> places) => (Rows, Places) = (rows, places);

    /// <summary>The rows, in the order of the stays.</summary>
    public IReadOnlyList<HazardRow> Rows { get; }

    /// <summary>The places that have an effect of their own, in ordinal order.</summary>
    public IReadOnlyList<string> Places { get; }

    public static HazardRows Of(IReadOnlyList<ObservedStay> stays)
    {
        var places = stays.Select(stay => stay.PlacementId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var positions = places.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);
        var rows = new List<HazardRow>(stays.Count * 3);
        foreach (var stay in stays)
        {
            var isEvent = stay.BrokeDown || stay.Escalated;
            var (survived, endedIn) = TimeGrid.Watched(stay.Days, isEvent);
            for (var part = 0; part < TimeGrid.Parts; part++)
            {
                var intervals = Enumerable.Range(0, survived).Count(interval => TimeGrid.PartOf(interval) == part);
                var ended = endedIn is { } interval && TimeGrid.PartOf(interval) == part;
                if (intervals == 0 && !ended)
                    continue;
                var both = ended && stay is { ChildLeft: true, PlaceGaveUp: true };
                rows.Add(new HazardRow(stay.Bins, positions[stay.PlacementId], part, intervals + (ended ? 1 : 0), ended && !both && stay.ChildLeft, ended && !both && stay.PlaceGaveUp, ended && stay.Escalated, both));
            }
        }
        return new HazardRows(rows, places);
    }
}

/// <param name="Intervals">Intervals at risk, the one it ended in included.</param>
/// <param name="Both">The child left and the place gave up in the last of them: which came first is not known, so it counts as either.</param>
internal readonly record struct HazardRow(byte[] Bins, int Place, int Part, int Intervals, bool ChildLeft, bool PlaceGaveUp, bool Escalated, bool Both)
{
    public bool Happened(EndingCause cause) => cause switch
    {
        EndingCause.ChildLeft => ChildLeft,
        EndingCause.PlaceGaveUp => PlaceGaveUp,
        _ => Escalated,
    };
}
