using Matching.Api.Rankings;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;

namespace Matching.Api.Profiles;

/// <summary>What changed from one ranking of a case to the next.</summary>
/// <param name="RankingId">The one before.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
/// <param name="Fields">Which facts of the request differ, by path.</param>
/// <param name="Moved">The placements that stand at another rank, in the order of the later answer.</param>
/// <param name="ConditionsMet">The placements that a condition is no longer held against; none that is excluded now.</param>
internal sealed record RankingSince(
    string RankingId,
    string RecordedAt,
    IReadOnlyList<string> Fields,
    IReadOnlyList<MovedPlacement> Moved,
    IReadOnlyList<MetConditions> ConditionsMet
)
{
    private static readonly string[] NotOfTheChild = ["asOf", "caseReference", "mode"];

    /// <summary>Compares two rankings of a case. A placement that only one of them knows is passed over.</summary>
    public static RankingSince Of(RecordedRanking before, RecordedRanking after)
    {
        var (was, isNow) = (before.Record.Answer, after.Record.Answer);
        var known = was.Placements.Select(placement => placement.PlacementId).ToHashSet(StringComparer.Ordinal);
        var differences = AnswerComparison.Of(
            was,
            isNow with
            {
                Placements = [.. isNow.Placements.Where(one => known.Contains(one.PlacementId))],
            }
        );
        return new RankingSince(
            before.RankingId,
            before.RecordedAt,
            [.. ChangedFields.Between(before.Record.Request, after.Record.Request).Except(NotOfTheChild, StringComparer.Ordinal)],
            [
                .. differences
                    .Where(difference => difference.From.Rank != difference.To.Rank)
                    .Select(difference => new MovedPlacement(difference.PlacementId, difference.From.Rank, difference.To.Rank)),
            ],
            [
                .. differences
                    .Where(difference =>
                        difference.ConditionsRemoved.Count > 0 && difference.To.EligibilityStatus != EligibilityStatus.Excluded
                    )
                    .Select(difference => new MetConditions(difference.PlacementId, difference.ConditionsRemoved)),
            ]
        );
    }
}

/// <summary>A placement that stands at another rank.</summary>
/// <param name="PlacementId">Which.</param>
/// <param name="From">Its rank before; null when it was excluded.</param>
/// <param name="To">Its rank now; null when it is excluded.</param>
internal sealed record MovedPlacement(string PlacementId, int? From, int? To);

/// <summary>Conditions that are no longer held against a placement.</summary>
/// <param name="PlacementId">Which.</param>
/// <param name="Conditions">Their codes.</param>
internal sealed record MetConditions(string PlacementId, IReadOnlyList<string> Conditions);
