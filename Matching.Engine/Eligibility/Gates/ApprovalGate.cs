using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>
/// Is the place approved at all (Children's Act § 43)? In acute need, where no approved place is found, the rules may let another be used
/// for some weeks (§ 12 (3)).
/// </summary>
public sealed class ApprovalGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (catalogue.Index.Approved[placement])
            return GateResult.Passed;
        var approved = catalogue.Placements[placement].TargetGroup.Approved;
        if (approved.Value is null)
            return Condition.Of("approval-not-known", false, approved.Source, approved.Verified, []);
        return Exception(child, (Level)catalogue.Index.Level[placement]) is { } rule
            ? Condition.ToMeet(
                "not-approved-for-weeks",
                rule.Authority,
                ["urgency"],
                ("weeks", $"{rule.Weeks}"),
                ("more", $"{rule.MoreWeeks}")
            )
            : Condition.Of("not-approved", true, approved.Source, approved.Verified, []);
    }

    private static UnapprovedRule? Exception(EligibilityContext child, Level level) =>
        child.Profile.Urgency == Urgency.Acute ? child.Rules.Unapproved.FirstOrDefault(rule => rule.Levels.Contains(level)) : null;
}
