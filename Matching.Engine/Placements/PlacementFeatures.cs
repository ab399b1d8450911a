namespace Matching.Engine.Placements;

/// <summary>What each place brings to the criteria other than needs, as columns in catalogue order. Made once per catalogue.</summary>
internal sealed class PlacementFeatures(Placement[] placements)
{
    /// <summary>Columns that answer unknown (0), no (1) or yes (2).</summary>
    public readonly byte[] NearFamily = Column(placements, placement => YesNo(placement.Setting.NearFamily.Value));
    public readonly byte[] SmallHome = Column(placements, placement => YesNo(placement.Setting.SmallHome.Value));
    public readonly byte[] TakesSiblings = Column(placements, placement => YesNo(placement.Setting.TakesSiblings.Value));
    public readonly byte[] KeepsOwnSchool = Column(placements, placement => YesNo(placement.School.KeepsOwnSchool.Value));

    /// <summary>Unknown (0), none (1), some (2), high (3).</summary>
    public readonly byte[] PeerCrime = Column(
        placements,
        placement => placement.PeerCrimeExposure.Value is { } exposure ? 1 + (int)exposure : 0
    );

    /// <summary>How near the family the child lives: unknown (0), far (1), near (2), in the network (3), at home (4).</summary>
    public readonly byte[] FamilyDistance = Column(
        placements,
        placement =>
            placement.Level switch
            {
                Level.HomeSupport or Level.FamilyPlacement => 4,
                Level.Network => 3,
                _ => YesNo(placement.Setting.NearFamily.Value),
            }
    );

    /// <summary>
    /// The age of the youngest who lives there as the catalogue states it, in years; <see cref="NotStated"/> where it does not.
    /// </summary>
    public readonly byte[] YoungestAge = Column(placements, placement => placement.Details.AgesNow?.Value?.Min ?? NotStated);

    /// <summary>An age that the catalogue does not state.</summary>
    public const byte NotStated = byte.MaxValue;

    private static int YesNo(bool? value) =>
        value switch
        {
            null => 0,
            false => 1,
            true => 2,
        };

    private static byte[] Column(Placement[] placements, Func<Placement, int> feature) =>
        [.. placements.Select(placement => (byte)feature(placement))];
}
