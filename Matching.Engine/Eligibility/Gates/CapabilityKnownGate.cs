using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Is it known whether the place can meet the child's clear needs? If not, ask the place before deciding.</summary>
public sealed class CapabilityKnownGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        Condition? first = null;
        List<Condition>? more = null;
        var index = catalogue.Index;
        foreach (var need in child.ClearNeeds)
        {
            if (index.Capability[need * index.Count + placement] != PlacementIndex.UnknownCapability)
                continue;
            var fact = catalogue.Placements[placement].Capabilities[need];
            var unknown = Condition.Of(
                "capability-not-known",
                false,
                fact.Source,
                fact.Verified,
                [],
                ("need", Terms<Need>.Key((Need)need))
            );
            if (first is null)
                first = unknown;
            else
                (more ??= [first]).Add(unknown);
        }
        return more is null ? first : more.ToArray();
    }
}
