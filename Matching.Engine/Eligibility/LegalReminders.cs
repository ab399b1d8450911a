using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>
/// Something else the law asks of whoever decides, or gives the child or the family: no condition of the place, but to be seen to. Its
/// code names its text.
/// </summary>
/// <param name="Grounds">Only where one of these opens the level; empty for any, and for none.</param>
/// <param name="When">When the case calls for it; null = always.</param>
public sealed record ReminderRule(
    string Code,
    IReadOnlyList<Level> Levels,
    IReadOnlyList<Decider> Deciders,
    IReadOnlyList<Ground> Grounds,
    AgeRange Ages,
    CaseTrait? When,
    Authority Authority
);

/// <summary>What else the law asks in a case.</summary>
/// <param name="Levels">The levels of the catalogue where it does, least intrusive first.</param>
/// <param name="Reviewed">Whether a lawyer has checked the rule.</param>
public sealed record LegalReminder(string Code, IReadOnlyList<Level> Levels, string Source, bool Verified, bool Reviewed);

/// <summary>Finds what else the law asks in a case.</summary>
internal static class LegalReminders
{
    /// <summary>
    /// The reminders of a case at the levels of a catalogue, in the order of the rules; each with the levels where it holds.
    /// </summary>
    public static IReadOnlyList<LegalReminder> Of(EligibilityContext child, IEnumerable<Level> levels)
    {
        if (child.Rules.Reminders.Count == 0)
            return [];
        Level[] asked = [.. levels.Distinct().Order()];
        var reminders = new List<LegalReminder>();
        foreach (var rule in child.Rules.Reminders)
        {
            if (!rule.Ages.Holds(child.AgeYears) || !CaseTraits.Has(child, rule.When))
                continue;
            Level[] at = [.. asked.Where(level => rule.Levels.Contains(level) && Concerns(rule, child.Law.At(level)))];
            if (at.Length > 0)
                reminders.Add(
                    new LegalReminder(rule.Code, at, rule.Authority.Source, rule.Authority.Verified, rule.Authority.LegallyReviewed == true)
                );
        }
        return reminders;
    }

    private static bool Concerns(ReminderRule rule, LevelLaw law) =>
        rule.Deciders.Contains(law.Decider) && (rule.Grounds.Count == 0 || (law.OpenedBy is { } ground && rule.Grounds.Contains(ground)));
}
