using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;

namespace Matching.Tests.Engine.Eligibility.Gates;

/// <summary>What one gate says about one child at one place, as codes; a refusal is marked with <c>!</c>.</summary>
internal static class GateFindings
{
    public static string[] Of(Gate gate, ChildProfile child, Place place, DateOnly? day = null, PeerGroup? peers = null) =>
        [.. FindingsOf(gate, child, place, day, peers: peers).Select(Shown)];

    public static IReadOnlyList<Condition> FindingsOf(
        Gate gate,
        ChildProfile child,
        Place place,
        DateOnly? day = null,
        RuleSet? rules = null,
        PeerGroup? peers = null
    )
    {
        var catalogue = A.Catalogue(place);
        var groups = new Dictionary<string, PeerGroup>();
        if (peers is not null)
            groups[place.Id] = peers;
        return gate.Ask(A.Case(child, catalogue, day, rules, groups), catalogue, 0).Findings;
    }

    public static string Shown(Condition condition) => condition.Refuses ? $"!{condition.Code}" : condition.Code;
}
