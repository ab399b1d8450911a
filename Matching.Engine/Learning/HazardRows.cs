namespace Matching.Engine.Learning;

/// <summary>
/// Stays as the likelihood sees them: for each stay and each part of time it reached, how many intervals were lived through at risk and
/// what happened in them. Intervals of
/// one part have the same hazard, so they are counted and not repeated.
/// </summary>
internal sealed class HazardRows
{
    private HazardRows(IReadOnlyList<HazardRow> rows, IReadOnlyList<string> places) => (Rows, Places) = (rows, places);

    /// <summary>The rows, in the order of the stays.</summary>
    public IReadOnlyList<HazardRow> Rows { get; }

    /// <summary>The places that have an effect of their own, in ordinal order.</summary>
    public IReadOnlyList<string> Places { get; }

    /// <summary>Rows of stays; only places of which the support knows enough children have an effect of their own.</summary>
    public static HazardRows Of(IReadOnlyList<ObservedStay> stays, ModelSupport support)
    {
        var places = support
            .Places.Where(place => place.Value != ModelSupport.Suppressed)
            .Select(place => place.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
        var positions = places.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);
        var rows = new List<HazardRow>(stays.Count * 3);
        foreach (var stay in stays)
        {
            var place = positions.GetValueOrDefault(stay.PlacementId, HazardRow.NoPlace);
            var (survived, endedIn) = TimeGrid.Watched(stay.Days, stay.BrokeDown || stay.Escalated);
            for (var part = 0; part < TimeGrid.Parts; part++)
            {
                var intervals = TimeGrid.Within(part, survived);
                var ended = endedIn is { } interval && TimeGrid.PartOf(interval) == part;
                if (intervals == 0 && !ended)
                    continue;
                var both = ended && stay is { ChildLeft: true, PlaceGaveUp: true };
                rows.Add(
                    new HazardRow(
                        stay.Bins,
                        place,
                        part,
                        intervals + (ended ? 1 : 0),
                        ended && !both && stay.ChildLeft,
                        ended && !both && stay.PlaceGaveUp,
                        ended && stay.Escalated,
                        both
                    )
                );
            }
        }
        return new HazardRows(rows, places);
    }
}

/// <param name="Place">Position among the places with an effect of their own; <see cref="NoPlace"/> for others.</param>
/// <param name="Intervals">Intervals at risk, the one it ended in included.</param>
/// <param name="Both">The child left and the place gave up in the last of them: which came first is not known, so it counts as
/// either.</param>
internal readonly record struct HazardRow(
    byte[] Bins,
    int Place,
    int Part,
    int Intervals,
    bool ChildLeft,
    bool PlaceGaveUp,
    bool Escalated,
    bool Both
)
{
    public const int NoPlace = -1;

    public bool Happened(EndingCause cause) =>
        cause switch
        {
            EndingCause.ChildLeft => ChildLeft,
            EndingCause.PlaceGaveUp => PlaceGaveUp,
            _ => Escalated,
        };
}
