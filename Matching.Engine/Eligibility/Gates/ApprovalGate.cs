using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Is the place approved at all? (Children's Act § 43)</summary>
public sealed class ApprovalGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (catalogue.Index.Approved[placement])
            return GateResult.Passed;
        var approved = catalogue.Placements[placement].TargetGroup.Approved;
        return approved.Value is null
            ? Condition.Of("approval-not-known", false, approved.Source, approved.Verified, [])
            : Condition.Of("not-approved", true, approved.Source, approved.Verified, []);
    }
}
