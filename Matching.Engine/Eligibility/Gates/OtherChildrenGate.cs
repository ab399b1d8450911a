using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>
/// A child known to harm others sexually, or to set fires: are the others at the place safe, the younger and the vulnerable ones above all?
/// </summary>
public sealed class OtherChildrenGate : Gate
{
    private const string Source = "Faglig vurdering: de andre børns sikkerhed; kommunens egen praksis bør fastsættes";

    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.Care is not { } care || YoungerChildren.RiskOf(child.Profile) != Concern.Established)
            return GateResult.Passed;
        var place = catalogue.Placements[placement];
        if (place.Level is Level.OwnRoom || place.Level.IsHomeBased())
            return GateResult.Passed;
        var younger = child.YoungerChildren[placement] switch
        {
            YoungerChildren.Some => Found(child, "peer-younger-children"),
            YoungerChildren.None => null,
            _ => child.AgeYears - place.TargetGroup.Ages.Value.Min >= care.YoungerYears ? Found(child, "peer-younger-not-known") : null,
        };
        var vulnerable =
            child.Profile.SexuallyHarmfulBehaviour == SexualHarm.Established
            && (
                place.Capability(Need.SexualSafety).Value == CapabilityStrength.Strong
                || place.TargetGroup.CognitiveLevels.Value.Contains(CognitiveLevel.ModerateDisability)
            )
                ? Found(child, "peer-vulnerable-children")
                : null;
        if (younger is not null && vulnerable is not null)
            return new[] { younger, vulnerable };
        return younger ?? vulnerable;
    }

    private static Condition Found(EligibilityContext child, string code) =>
        Condition.Of(code, false, Source, false, YoungerChildren.BasisOf(child.Profile));
}
