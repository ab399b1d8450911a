using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Scoring;

namespace Matching.Engine.Ranking;

/// <summary>A ranked place: its position in the catalogue, its score in hundredths, and where its contributions stand.</summary>
public readonly record struct RankedPlacement(int Placement, int Score, int ContributionsStart, int ContributionsCount);

/// <summary>Every admitted place of a catalogue in order for one child, with all contributions, as numbers. Immutable.</summary>
public sealed class CaseRanking
{
    private readonly Contribution[] _contributions;

    internal CaseRanking(
        EligibilityAssessment assessment,
        NeedsAssessment needs,
        CriteriaSet criteria,
        Scorer scorer,
        OutcomeScoring? outcomes,
        RankedPlacement[] places,
        Contribution[] contributions
    )
    {
        (EligibilityAssessment, Needs, Criteria, Scorer, Outcomes, Places, _contributions) = (
            assessment,
            needs,
            criteria,
            scorer,
            outcomes,
            places,
            contributions
        );
    }

    /// <summary>What the gates found.</summary>
    public EligibilityAssessment EligibilityAssessment { get; }

    /// <summary>What the child needs.</summary>
    public NeedsAssessment Needs { get; }

    /// <summary>The criteria used.</summary>
    public CriteriaSet Criteria { get; }

    /// <summary>The admitted places, best first.</summary>
    public RankedPlacement[] Places { get; }

    /// <summary>What a model adds; null where none is used.</summary>
    public OutcomeScoring? Outcomes { get; }

    /// <summary>The case as it was scored.</summary>
    internal Scorer Scorer { get; }

    /// <summary>What is not known and is drawn, worked out when it is first asked for.</summary>
    internal List<OpenQuestion> OpenQuestions => _openQuestions ??= OpenQuestion.Of(this);

    private List<OpenQuestion>? _openQuestions;

    /// <summary>The criteria that can give points in this case, with the table row that the child brings.</summary>
    public IReadOnlyList<ActiveCriterion> ActiveCriteria => Scorer.Active;

    /// <summary>The contributions of a place; their sum is its score.</summary>
    public ReadOnlySpan<Contribution> ContributionsOf(in RankedPlacement place) =>
        _contributions.AsSpan(place.ContributionsStart, place.ContributionsCount);

    /// <summary>
    /// Puts places in order: highest score first; on a tie the less intrusive level, then a place that exists before an invented one, then
    /// the id (ordinal). The order never depends on the order of input.
    /// </summary>
    internal static void Order(RankedPlacement[] places, PlacementIndex index)
    {
        // Numbers sort several times faster than a comparison that is called back.
        var keys = new long[places.Length];
        for (var i = 0; i < places.Length; i++)
            keys[i] = KeyOf(places[i], index);
        Array.Sort(keys, places);
    }

    /// <summary>
    /// The four things that order two places as one number, the weightiest first; the lower stands first. The catalogue is ordered by id,
    /// so its positions order as the ids do.
    /// </summary>
    internal static long KeyOf(in RankedPlacement place, PlacementIndex index) =>
        (-(long)place.Score << 32)
        + ((long)index.Level[place.Placement] << 25)
        + (index.Illustrative[place.Placement] ? 1L << 24 : 0)
        + place.Placement;
}
