using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility;

/// <summary>
/// The finding for each circumstance at each level under the rules of one day. Made once per case, shared by what is asked about it; the
/// gates look it up for every place.
/// </summary>
internal sealed class CircumstanceFindings
{
    private readonly Condition?[] _findings = new Condition?[Terms<Circumstance>.All.Count * Ladder.Steps];

    /// <summary>Prepares the findings.</summary>
    /// <param name="rules">The rules of the day: no two of them speak of one circumstance at one level.</param>
    public CircumstanceFindings(RuleSet rules)
    {
        foreach (var rule in rules.Circumstances)
        {
            var finding = Condition.Of(
                Terms<Circumstance>.Text(rule.Circumstance),
                rule.Effect == RuleEffect.Exclude,
                rule.Authority.Source,
                rule.Authority.Verified,
                [FactOf(rule.Circumstance)]
            );
            foreach (var level in rule.Levels)
                _findings[Position(rule.Circumstance, level)] = finding;
        }
    }

    /// <summary>What is held against a place of a level; null where the rules hold nothing against it.</summary>
    public Condition? At(Circumstance circumstance, Level level) => _findings[Position(circumstance, level)];

    private static int Position(Circumstance circumstance, Level level) => (int)circumstance * Ladder.Steps + (int)level;

    private static string FactOf(Circumstance circumstance) =>
        circumstance switch
        {
            Circumstance.NoNetworkCarer or Circumstance.NetworkCarerNotKnown => "child.networkCarer",
            Circumstance.FamilyContactForbidden or Circumstance.HomeMustBeSafe => "child.familyContact",
            _ => "child.interpreterNeeded",
        };
}
