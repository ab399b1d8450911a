using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>Where it is written why a place gets points.</summary>
public static class ContributionSource
{
    /// <summary>
    /// A need's points rest on what the place can do, so the place's own source is the one to check; a model's on its file; the others on
    /// why the criterion is there. Null when the
    /// criteria name none.
    /// </summary>
    /// <param name="contribution">The points.</param>
    /// <param name="placement">The place.</param>
    /// <param name="criteria">The criteria of the ranking.</param>
    /// <param name="model">The version of its model; null where none was used.</param>
    public static string? SourceAt(this AnsweredContribution contribution, Placement placement, CriteriaSet criteria, string? model)
    {
        if (contribution.Criterion.StartsWith(OutcomeCriterion.Prefix, StringComparison.Ordinal))
            return $"models/{model}/{ModelFile.Name}";
        return Terms<Need>.TryParse(contribution.Criterion, out var need)
            ? placement.Capability(need).Source
            : criteria.Find(contribution.Criterion)?.Source;
    }
}
