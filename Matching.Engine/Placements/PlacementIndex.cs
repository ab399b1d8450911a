using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Placements;

/// <summary>The placements as flat numbers in catalogue order, read many times per ranking. Made once per catalogue.</summary>
internal sealed class PlacementIndex
{
    /// <summary>A capability that is not known.</summary>
    public const byte UnknownCapability = 4;

    public readonly byte[] Level;
    public readonly bool[] Approved;
    public readonly AgeRange[] Ages;
    public readonly AgeRange[] MainAges;
    public readonly byte[] Tracks;
    public readonly byte[] Sexes;
    public readonly byte[] CognitiveLevels;
    public readonly bool[] Illustrative;
    private readonly int[] _institution;
    private readonly int[][] _departments;

    /// <summary>Capability by need and placement, <c>[need * Count + placement]</c>.</summary>
    public readonly byte[] Capability;

    public int Count { get; }

    public PlacementIndex(Placement[] placements)
    {
        Count = placements.Length;
        Level = [.. placements.Select(placement => (byte)placement.Level)];
        Approved = [.. placements.Select(placement => placement.TargetGroup.Approved.Value == true)];
        Ages = [.. placements.Select(placement => placement.TargetGroup.Ages.Value)];
        MainAges = [.. placements.Select(placement => placement.TargetGroup.MainAges.Value)];
        Tracks = [.. placements.Select(placement => Mask(placement.TargetGroup.Tracks.Value))];
        Sexes = [.. placements.Select(placement => Mask(placement.TargetGroup.Sexes.Value))];
        CognitiveLevels = [.. placements.Select(placement => Mask(placement.TargetGroup.CognitiveLevels.Value))];
        Illustrative = [.. placements.Select(placement => placement.Illustrative)];
        (_institution, _departments) = Institutions(placements);
        Capability = new byte[Needs.Count * Count];
        for (var need = 0; need < Needs.Count; need++)
        {
            for (var placement = 0; placement < Count; placement++)
                Capability[need * Count + placement] = (byte?)placements[placement].Capabilities[need].Value ?? UnknownCapability;
        }
    }

    /// <summary>Every department of the institution that a placement belongs to, itself among them.</summary>
    public ReadOnlySpan<int> DepartmentsOf(int placement) => _departments[_institution[placement]];

    /// <summary>The bit of a value in a mask.</summary>
    public static byte Bit<T>(T value)
        where T : struct, Enum => (byte)(1 << Terms<T>.Position(value));

    private static (int[] Institution, int[][] Departments) Institutions(Placement[] placements)
    {
        var groups = placements.Index().GroupBy(pair => pair.Item.Institution, pair => pair.Index, StringComparer.Ordinal).ToArray();
        var institution = new int[placements.Length];
        for (var group = 0; group < groups.Length; group++)
        {
            foreach (var placement in groups[group])
                institution[placement] = group;
        }
        return (institution, [.. groups.Select(group => group.ToArray())]);
    }

    private static byte Mask<T>(IReadOnlyList<T> values)
        where T : struct, Enum => values.Aggregate((byte)0, (mask, value) => (byte)(mask | Bit(value)));
}
