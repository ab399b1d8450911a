using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>When a place is needed at once: does this one take children in acutely? A child that lives there already need not be.</summary>
public sealed class AcuteIntakeGate : Gate
{
    /// <summary>The condition where it does not.</summary>
    public const string NoIntake = "no-acute-intake";

    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.Care is null || child.Profile.Urgency != Urgency.Acute)
            return GateResult.Passed;
        var place = catalogue.Placements[placement];
        var intake = place.Setting.AcuteIntake;
        if (intake.Value == true || CurrentPlacement.Of(child.Profile)?.Id == place.Id)
            return GateResult.Passed;
        return Condition.Of(intake.Value is null ? "acute-intake-not-known" : NoIntake, false, intake.Source, intake.Verified, ["urgency"]);
    }
}
