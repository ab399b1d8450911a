using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Reading;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Is it known whether the place can meet the child's clear needs? If not, ask the place before deciding.</summary>
public sealed class CapabilityKnownGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(Case child, Catalogue catalogue, int placement)
    {
        List<Condition>? unknown = null;
        var index = catalogue.Index;
        foreach (var need in child.ClearNeeds)
        {
            if (index.Capability[need * index.Count + placement] != PlacementIndex.UnknownCapability)
                continue;
            var fact = catalogue.Placements[placement].Capabilities[need];
            (unknown ??= []).Add(Condition.Of("capability-not-known", false, fact.Source, fact.Verified, [], ("need", Terms<Need>.Key((Need)need))));
        }
        return unknown is null ? GateResult.Passed : unknown.ToArray();
    }
}
