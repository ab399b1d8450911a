using Matching.Engine.Learning;
using Matching.Engine.Placements;

namespace Matching.Engine.Simulation;

/// <summary>
/// Which beds are free. Others use the places too: whether a place has a bed for the city at all is drawn for each month, the same under
/// every policy.
/// </summary>
internal sealed class Beds
{
    private readonly BedPlan _plan;
    private readonly Placement[] _placements;
    private readonly int[] _capacities;
    private readonly double[] _open;
    private readonly List<DateOnly>[] _ends;
    private readonly int _seed,
        _replication;

    private Beds(BedPlan plan, Placement[] placements, int[] capacities, double[] open, List<DateOnly>[] ends, int seed, int replication) =>
        (_plan, _placements, _capacities, _open, _ends, _seed, _replication) = (
            plan,
            placements,
            capacities,
            open,
            ends,
            seed,
            replication
        );

    /// <summary>All beds, none of them taken by the city's children.</summary>
    /// <param name="scale">So many times the beds of the catalogue.</param>
    public static Beds Empty(BedPlan plan, Catalogue catalogue, int scale, int seed, int replication) =>
        new(
            plan,
            catalogue.Placements,
            [.. catalogue.Placements.Select(placement => scale * (placement.Capacity.Value ?? plan.WhenUnknown.Value))],
            [
                .. catalogue.Placements.Select(placement =>
                    (plan.OpenPercentByPlace.GetValueOrDefault(placement.Id) ?? plan.OpenPercent).Value / 100.0
                ),
            ],
            [.. catalogue.Placements.Select(_ => new List<DateOnly>())],
            seed,
            replication
        );

    /// <summary>The same, for another course of events from here on.</summary>
    public Beds Copy() => new(_plan, _placements, _capacities, _open, [.. _ends.Select(ends => ends.ToList())], _seed, _replication);

    /// <summary>How many beds a place has for the city on a day; none while others have them all.</summary>
    public int FreeAt(int placement, DateOnly day)
    {
        // A child's own network is there for that child alone.
        if (_placements[placement].Level == Level.Network)
            return 1;
        if (!Streams.Of(_seed, _replication, Streams.Beds, placement, day.DayNumber / TimeGrid.IntervalDays).Happens(_open[placement]))
            return 0;
        return Math.Max(0, _capacities[placement] - _ends[placement].Count(end => end > day));
    }

    /// <summary>A child stays at a place until a day.</summary>
    public void Take(int placement, DateOnly end) => _ends[placement].Add(end);
}
