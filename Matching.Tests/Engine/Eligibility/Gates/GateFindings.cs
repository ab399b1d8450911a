using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;

namespace Matching.Tests.Engine.Eligibility.Gates;

/// <summary>What one gate says about one child at one place, as codes; a refusal is marked with <c>!</c>.</summary>
internal static class GateFindings
{
    public static string[] Of(Gate gate, ChildProfile child, Place place, DateOnly? day = null, PeerGroup? peers = null)
    {
        var catalogue = A.Catalogue(place);
        var groups = new Dictionary<string, PeerGroup>();
        if (peers is not null)
            groups[place.Id] = peers;
        return [.. gate.Ask(A.Case(child, catalogue, day, peerGroups: groups), catalogue, 0).Findings.Select(Shown)];
    }

    public static string Shown(Condition condition) => condition.Refuses ? $"!{condition.Code}" : condition.Code;
}
