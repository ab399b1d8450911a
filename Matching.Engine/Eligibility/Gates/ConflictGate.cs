using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Would the child, or others, be unsafe at the place because of a conflict?</summary>
public sealed class ConflictGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (!child.HasConflictsAt(placement))
            return GateResult.Passed;
        var level = (Level)catalogue.Index.Level[placement];
        var here = child.ConflictsAt(placement).ToList();
        var beside = child.ConflictsBeside(placement).Where(conflict => here.TrueForAll(own => own.Reason != conflict.Reason));
        return here.Select(conflict => Finding(child, conflict, level))
            .Concat(beside.DistinctBy(conflict => conflict.Reason).Select(conflict => AtInstitution(child, conflict, level)))
            .OfType<Condition>()
            .ToArray();
    }

    /// <summary>Departments share grounds, school and staff: what makes one unsafe has to be settled before the other is used.</summary>
    private static Condition? AtInstitution(EligibilityContext child, Conflict conflict, Level level) =>
        Finding(child, conflict, level) is { } finding
            ? Condition.Of(
                "conflict-at-institution",
                false,
                finding.Source,
                finding.Verified,
                ["conflicts"],
                ("reason", Terms<ConflictReason>.Key(conflict.Reason))
            )
            : null;

    internal static Condition? Finding(EligibilityContext child, Conflict conflict, Level level)
    {
        // The strictest rule that fits speaks.
        var rule = child
            .Rules.Conflicts.Where(rule =>
                rule.Reason == conflict.Reason && rule.Levels.Contains(level) && rule.Tracks.Intersect(child.Law.RequiredTracks).Any()
            )
            .MinBy(rule => rule.Effect);
        return rule is null
            ? null
            : Condition.Of(
                $"conflict-{Terms<ConflictReason>.Text(conflict.Reason)}",
                rule.Effect == RuleEffect.Exclude,
                rule.Authority.Source,
                rule.Authority.Verified,
                ["conflicts"]
            );
    }
}
