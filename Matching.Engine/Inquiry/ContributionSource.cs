using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Reading;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>Where it is written why a place gets points.</summary>
public static class ContributionSource
{
    /// <summary>
    /// A need's points rest on what the place can do, so the place's own source is the one to check; the others on why the criterion is there. Null when the criteria name none.
    /// </summary>
    public static string? SourceAt(this AnsweredContribution contribution, Placement placement, CriteriaSet criteria) =>
        Terms<Need>.TryParse(contribution.Criterion, out var need) ? placement.Capability(need).Source : criteria.Find(contribution.Criterion)?.Source;
}
