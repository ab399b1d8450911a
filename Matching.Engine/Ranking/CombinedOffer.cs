using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Ranking;

/// <summary>
/// A ranked place together with services: for each need the better of what the place and the services can do counts, never their sum. The
/// place stays what it
/// is: its level, its other residents and the conditions its gates found are not changed by a service, nor are the points of a model, which
/// has seen places and no services.
/// </summary>
public static class CombinedOffer
{
    /// <summary>
    /// What place and services can do about a need together; <see cref="PlacementIndex.UnknownCapability"/> while the place's part is not
    /// known and no service does anything.
    /// </summary>
    internal static byte Capability(byte place, CapabilityStrength service) =>
        place == PlacementIndex.UnknownCapability
            ? service == CapabilityStrength.None
                ? place
                : (byte)service
            : Math.Max(place, (byte)service);

    /// <summary>The most that any of the services does about a need.</summary>
    internal static CapabilityStrength Provided(ReadOnlySpan<CareService> services, Need need)
    {
        var most = CapabilityStrength.None;
        foreach (var service in services)
        {
            if (service.Strengths[(int)need] > most)
                most = service.Strengths[(int)need];
        }
        return most;
    }

    /// <summary>The score, in hundredths, that the place would have if it could do what it and the services can do together.</summary>
    public static int Score(CaseRanking ranking, in RankedPlacement place, ReadOnlySpan<CareService> services) =>
        Score(ranking.Scorer, ranking.EligibilityAssessment.Catalogue.Index, place, services);

    /// <inheritdoc cref="Score(CaseRanking, in RankedPlacement, ReadOnlySpan{CareService})"/>
    internal static int Score(Scorer scorer, PlacementIndex index, in RankedPlacement place, ReadOnlySpan<CareService> services)
    {
        var score = place.Score;
        foreach (var criterion in scorer.Active)
        {
            if (criterion.Index >= Needs.Count)
                break;
            var own = index.Capability[criterion.Index * index.Count + place.Placement];
            var together = Capability(own, Provided(services, (Need)criterion.Index));
            score += criterion.PointsByColumn[together] - criterion.PointsByColumn[own];
        }
        return score;
    }

    /// <summary>The rank of the combined offer among the other places as they are.</summary>
    public static int Rank(CaseRanking ranking, in RankedPlacement place, ReadOnlySpan<CareService> services)
    {
        var combined = place with { Score = Score(ranking, place, services) };
        var (rank, index) = (1, ranking.EligibilityAssessment.Catalogue.Index);
        foreach (var other in ranking.Places)
        {
            if (other.Placement != place.Placement && CaseRanking.KeyOf(other, index) < CaseRanking.KeyOf(combined, index))
                rank++;
        }
        return rank;
    }
}
