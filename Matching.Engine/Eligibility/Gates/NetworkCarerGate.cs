using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Is there someone in the network who could take the child in, where the place is the network?</summary>
public sealed class NetworkCarerGate : Gate
{
    private static readonly Condition NoCarer = Condition.Of("no-network-carer", true, "barnets lov § 43", false, ["child.networkCarer"]);
    private static readonly Condition NotKnown = Condition.Of(
        "network-carer-not-known",
        false,
        "barnets lov § 43",
        false,
        ["child.networkCarer"]
    );

    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (catalogue.Index.Level[placement] != (byte)Level.Network)
            return GateResult.Passed;
        return child.Profile.NetworkCarer switch
        {
            NetworkCarer.Identified => GateResult.Passed,
            NetworkCarer.None => NoCarer,
            _ => NotKnown,
        };
    }
}
