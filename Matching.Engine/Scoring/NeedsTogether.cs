using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>Needs that, when several come at once, justify a level that none of them justifies alone.</summary>
/// <param name="Least">By <see cref="Need"/>, how strong a need must be to count; none for a need that never counts.</param>
/// <param name="Count">How many must come at once.</param>
/// <param name="Justifies">The level they justify.</param>
internal sealed record NeedsTogether(NeedStrength[] Least, int Count, Level Justifies)
{
    /// <summary>Whether enough of the needs are strong enough.</summary>
    public bool Reached(ReadOnlySpan<NeedStrength> needs)
    {
        var count = 0;
        for (var need = 0; need < needs.Length; need++)
            count += Counts(needs, need) ? 1 : 0;
        return count >= Count;
    }

    /// <summary>The needs that count.</summary>
    public IEnumerable<Need> Among(NeedStrength[] needs) => Terms<Need>.All.Where(need => Counts(needs, (int)need));

    private bool Counts(ReadOnlySpan<NeedStrength> needs, int need) => Least[need] != NeedStrength.None && needs[need] >= Least[need];
}
