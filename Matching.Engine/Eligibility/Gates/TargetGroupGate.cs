using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>
/// Is the child's cognitive level within the place's target group? Outside it, place and supervision have to agree first.
/// </summary>
public sealed class TargetGroupGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.Profile.CognitiveLevel is not { } level || (catalogue.Index.CognitiveLevels[placement] & PlacementIndex.Bit(level)) != 0)
            return GateResult.Passed;
        var fact = catalogue.Placements[placement].TargetGroup.CognitiveLevels;
        return Condition.Of(
            "cognitive-level-outside-target-group",
            false,
            fact.Source,
            fact.Verified,
            ["child.cognitiveLevel"],
            ("cognition", Terms<CognitiveLevel>.Key(level))
        );
    }
}
