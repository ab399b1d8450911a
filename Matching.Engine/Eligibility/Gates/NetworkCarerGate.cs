using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Is there someone in the network who could take the child in, where the rules ask for one?</summary>
public sealed class NetworkCarerGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        var level = (Level)catalogue.Index.Level[placement];
        return child.Profile.NetworkCarer switch
        {
            NetworkCarer.Identified => GateResult.Passed,
            NetworkCarer.None => child.FindingOn(Circumstance.NoNetworkCarer, level),
            _ => child.FindingOn(Circumstance.NetworkCarerNotKnown, level),
        };
    }
}
