using Matching.Api.Cases;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

/// <summary>How a ranking is made.</summary>
public enum RankingMode
{
    Rules,
    RulesAndModel,
}

/// <summary>A request that was read and found to be in order.</summary>
public sealed record RankingRequest(CaseReference CaseReference, DateOnly AsOf, RankingMode Mode, ChildProfile Profile)
{
    /// <summary>What was written for the place; no part of what is weighed.</summary>
    public Handover? Handover { get; init; }
}
