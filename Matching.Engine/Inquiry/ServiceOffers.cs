using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>What a place would score with services added to it, for one child.</summary>
/// <param name="scorer">The child as it is scored.</param>
/// <param name="index">The places.</param>
/// <param name="placement">The place, by its position in the catalogue.</param>
/// <param name="score">Its score alone, in hundredths.</param>
internal sealed class ServiceOffers(Scorer scorer, PlacementIndex index, int placement, int score)
{
    private readonly ActiveCriterion[] _needs = [.. scorer.Active.Where(criterion => criterion.Index < Needs.Count)];

    /// <summary>The score with the services, in hundredths.</summary>
    public int ScoreWith(ReadOnlySpan<CareService> services) =>
        CombinedOffer.Score(scorer, index, new RankedPlacement(placement, score, 0, 0), services);

    /// <summary>Whether the service does anything that counts and the place does not do itself.</summary>
    public bool IsMoreWith(CareService service) => Array.Exists(_needs, criterion => With(criterion, service) != Own(criterion));

    /// <summary>A score that no set of the services can pass: each need is met by the one that gives most points for it.</summary>
    public int Most(CareService[] services) =>
        score
        + _needs.Sum(criterion =>
            services
                .Select(service => criterion.PointsByColumn[With(criterion, service)] - criterion.PointsByColumn[Own(criterion)])
                .DefaultIfEmpty(0)
                .Max(gain => Math.Max(gain, 0))
        );

    private byte Own(ActiveCriterion criterion) => index.Capability[criterion.Index * index.Count + placement];

    private byte With(ActiveCriterion criterion, CareService service) =>
        CombinedOffer.Capability(Own(criterion), CombinedOffer.Provided([service], (Need)criterion.Index));
}
