using System.Globalization;
using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Would a child with gang ties come into a conflict between gangs that is there already?</summary>
public sealed class PeerGangConflictGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.PeerGroupAt(placement) is not { GangConflict: true } group || child.Profile.Crime?.GangTies != true)
            return GateResult.Passed;

        // Whose conflict it is, was not reported: so it has to be settled, and does not refuse.
        return Condition.Of(
            Condition.PeerGangConflict,
            false,
            $"Oplyst af stedet {group.AsOf.ToString("O", CultureInfo.InvariantCulture)}",
            false,
            ["child.crime.gangTies"]
        );
    }
}
