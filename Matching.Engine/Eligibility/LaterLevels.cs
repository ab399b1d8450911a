using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility;

/// <summary>
/// The levels that came with version 1.1, for rules documents that do not speak of them: what holds at the level that stood for one before
/// holds there too. Limits on the use of force are not carried over: they hold at the levels they name alone.
/// </summary>
internal static class LaterLevels
{
    /// <summary>The rules with every later level that no line of them names.</summary>
    public static RuleSet Complete(RuleSet rules)
    {
        var named = LevelsOf(rules).ToHashSet();
        var missing = Terms<Level>.All.Where(level => level.IsLater() && !named.Contains(level)).ToList();
        if (missing.Count == 0)
            return rules;
        return rules with
        {
            Grounds = [.. rules.Grounds.Select(rule => rule with { Opens = With(rule.Opens, missing) })],
            Steps = [.. rules.Steps.Select(rule => rule with { Levels = With(rule.Levels, missing) })],
            Conflicts = [.. rules.Conflicts.Select(rule => rule with { Levels = With(rule.Levels, missing) })],
            Appeals = [.. rules.Appeals.Select(rule => rule with { Levels = With(rule.Levels, missing) })],
            Rights = [.. rules.Rights.Select(rule => rule with { Levels = With(rule.Levels, missing) })],
            Circumstances = [.. rules.Circumstances.Select(rule => rule with { Levels = With(rule.Levels, missing) })],
            Competences = [.. rules.Competences.Select(rule => rule with { Levels = With(rule.Levels, missing) })],
        };
    }

    private static IEnumerable<Level> LevelsOf(RuleSet rules) =>
        rules.Competences.SelectMany(rule => rule.Levels).Concat(rules.Steps.SelectMany(rule => rule.Levels));

    private static IReadOnlyList<Level> With(IReadOnlyList<Level> levels, List<Level> missing)
    {
        var later = missing.Where(level => levels.Contains(level.StandIn()) && !levels.Contains(level)).ToList();
        return later.Count == 0 ? levels : [.. levels.Concat(later).Order()];
    }
}
