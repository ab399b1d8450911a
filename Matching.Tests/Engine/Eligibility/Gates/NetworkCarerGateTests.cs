using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class NetworkCarerGateTests
{
    [TestCase(NetworkCarer.Identified)]
    [TestCase(NetworkCarer.None, "!no-network-carer")]
    [TestCase(null, "network-carer-not-known")]
    public void A_place_in_the_network_needs_someone_there(NetworkCarer? carer, params string[] findings) =>
        Assert.That(
            GateFindings.Of(new NetworkCarerGate(), A.Child() with { NetworkCarer = carer }, A.Place(Level.Network)),
            Is.EqualTo(findings)
        );

    [TestCase(Level.HomeSupport)]
    [TestCase(Level.Foster)]
    public void Other_places_do_not_need_a_carer_in_the_network(Level level) =>
        Assert.That(GateFindings.Of(new NetworkCarerGate(), A.Child() with { NetworkCarer = NetworkCarer.None }, A.Place(level)), Is.Empty);
}
