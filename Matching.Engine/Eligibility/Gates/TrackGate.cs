using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Is the place approved for the legal track the child comes on?</summary>
public sealed class TrackGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        var approved = catalogue.Index.Tracks[placement];
        foreach (var track in child.Law.RequiredTracks)
        {
            if ((approved & PlacementIndex.Bit(track)) != 0)
                continue;
            var fact = catalogue.Placements[placement].TargetGroup.Tracks;
            return Condition.Of(
                "track-outside-approval",
                true,
                fact.Source,
                fact.Verified,
                ["legal.grounds", "legal.decidedBy"],
                ("track", Terms<Track>.Key(track))
            );
        }
        return GateResult.Passed;
    }
}
