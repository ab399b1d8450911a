using Matching.Api.Models;
using Matching.Api.Placements;

namespace Matching.Api.Rankings;

/// <summary>The state that a ranking rests on, under the number of the last entry that could make a ranking come out otherwise.</summary>
public sealed class RankingStateReader(PlacementStateProjection placements, ModelStateProjection models)
{
    /// <summary>
    /// What is in force now. The number covers models too, so it is taken from both projections first; every entry up to it is applied to
    /// both by then, because the log applies an entry to all
    /// projections before the next.
    /// </summary>
    public PlacementState Current
    {
        get
        {
            var sequence = Math.Max(placements.Current.Sequence, models.Current.Sequence);
            return placements.At(sequence) with { Sequence = sequence };
        }
    }
}
