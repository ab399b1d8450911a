using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>
/// The law that documents of schema 1 and 2 left to the engine, without beginning or end. A record made with such a document replays to
/// the byte by it; so nothing here is ever changed, and what the law says today stands in the data alone.
/// </summary>
internal static class EarlierRules
{
    private static readonly IReadOnlyList<Level> Everywhere = Terms<Level>.All;

    private static readonly CircumstanceRule[] Circumstances =
    [
        new(Circumstance.NoNetworkCarer, RuleEffect.Exclude, [Level.Network], Unchecked("barnets lov § 43")),
        new(Circumstance.NetworkCarerNotKnown, RuleEffect.Condition, [Level.Network], Unchecked("barnets lov § 43")),
        new(Circumstance.FamilyContactForbidden, RuleEffect.Exclude, [Level.HomeSupport], Unchecked("barnets lov § 47")),
        new(Circumstance.HomeMustBeSafe, RuleEffect.Condition, [Level.HomeSupport], Unchecked("barnets lov § 46")),
        new(Circumstance.InterpreterNeeded, RuleEffect.Condition, Everywhere, Unchecked("forvaltningsloven § 7")),
    ];

    // Of these two the engine never said that they were not checked.
    private static readonly MajorityRule[] Majorities = [new(18, Unquestioned("barnets lov"))];

    private static readonly CompetenceRule[] Competences =
    [
        new(Decider.Administration, [.. Everywhere.Where(level => !level.IsLocked())], Unquestioned("barnets lov § 46")),
        new(Decider.Committee, [.. Everywhere.Where(level => level.IsLocked())], Unquestioned("barnets lov § 142")),
    ];

    /// <summary>The rules of an earlier schema, with what they left to the engine.</summary>
    public static RuleSet Complete(RuleSet rules) =>
        rules with
        {
            Circumstances = Circumstances,
            Majorities = Majorities,
            Competences = Competences,
        };

    private static Authority Unchecked(string source) => new(source, false, DateOnly.MinValue, null);

    private static Authority Unquestioned(string source) => new(source, true, DateOnly.MinValue, null);
}
