using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>A young person who is with child: can both live there when it is born?</summary>
public sealed class MotherAndChildGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.Care is null || !AcuteHealth.IsPregnant(child.Profile, child.AsOf))
            return GateResult.Passed;
        var place = catalogue.Placements[placement];
        var takes = place.Details.MotherAndChild;
        return place.Level.IsHomeBased() || takes?.Value == true
            ? GateResult.Passed
            : Condition.Of(
                takes?.Value is null ? "mother-and-child-not-known" : "mother-and-child-needed",
                false,
                takes?.Source ?? place.TargetGroup.Approved.Source,
                takes?.Verified ?? false,
                ["child.dueDate"]
            );
    }
}
