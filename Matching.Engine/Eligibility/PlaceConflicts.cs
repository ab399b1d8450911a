using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>The conflicts of a child by the place they are tied to. Immutable.</summary>
internal sealed class PlaceConflicts
{
    private static readonly ILookup<int, Conflict> None = Array.Empty<Conflict>().ToLookup(_ => 0);

    private readonly IReadOnlyList<Conflict>? _stated;
    private readonly Catalogue _catalogue;
    private readonly ILookup<int, Conflict> _at = None,
        _beside = None;

    /// <summary>Finds the places of what the profile states; a place that the catalogue does not have is passed over.</summary>
    public PlaceConflicts(ChildProfile profile, Catalogue catalogue)
    {
        (_stated, _catalogue) = (profile.Conflicts, catalogue);
        if (_stated is not { Count: > 0 })
            return;
        _at = _stated
            .Where(conflict => catalogue.TryFind(conflict.PlacementId, out _))
            .Distinct()
            .OrderBy(conflict => conflict.Reason)
            .ToLookup(conflict => catalogue.TryFind(conflict.PlacementId, out var index) ? index : -1);
        _beside = _at.SelectMany(group =>
                group.SelectMany(conflict => SiblingDepartments(group.Key, catalogue).Select(department => (department, conflict)))
            )
            .ToLookup(pair => pair.department, pair => pair.conflict);
    }

    /// <summary>The conflicts tied to a place.</summary>
    public IEnumerable<Conflict> At(int placement) => _at[placement];

    /// <summary>The conflicts tied to another department of the same institution.</summary>
    public IEnumerable<Conflict> Beside(int placement) => _beside[placement];

    /// <summary>Whether there is a conflict at a place or at another department of its institution.</summary>
    public bool Concern(int placement) => _at.Count > 0 && (_at.Contains(placement) || _beside.Contains(placement));

    /// <summary>The departments beside a place that a conflict excludes, marked with 1; null where there are none.</summary>
    public byte[]? BesideRefused(EligibilityContext child, Catalogue catalogue)
    {
        byte[]? column = null;
        foreach (var group in _at)
        {
            var level = (Level)catalogue.Index.Level[group.Key];
            if (!group.Any(conflict => Gates.ConflictGate.Finding(child, conflict, level) is { Refuses: true }))
                continue;
            foreach (var department in SiblingDepartments(group.Key, catalogue))
                (column ??= new byte[catalogue.Placements.Length])[department] = 1;
        }
        return column;
    }

    /// <summary>Whether these are the conflicts of that profile in that catalogue.</summary>
    public bool Holds(ChildProfile profile, Catalogue catalogue) =>
        ReferenceEquals(_stated, profile.Conflicts) && ReferenceEquals(_catalogue, catalogue);

    private static IEnumerable<int> SiblingDepartments(int placement, Catalogue catalogue) =>
        catalogue.Index.DepartmentsOf(placement).ToArray().Where(department => department != placement);
}
