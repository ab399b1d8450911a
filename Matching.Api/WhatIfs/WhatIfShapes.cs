using System.Text.Json;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;

namespace Matching.Api.WhatIfs;

// What callers receive, for the OpenAPI document alone: it is written by WhatIfResponse. A test holds the two together.

/// <summary>A recorded what-if.</summary>
/// <param name="RankingId">The ranking whose request was patched.</param>
/// <param name="Answer">The answer to the patched request.</param>
/// <param name="Differences">One for each placement that stands otherwise than in the ranking, in the order of the answer; regardless of
/// top.</param>
public sealed record WhatIfShape(
    string WhatIfId,
    string RankingId,
    DateTimeOffset RecordedAt,
    WhatIfAnswerShape Answer,
    IReadOnlyList<DifferenceShape> Differences
);

/// <summary>A ranking's answer without an id and a time of its own.</summary>
public sealed record WhatIfAnswerShape;

/// <summary>A placement that stands otherwise.</summary>
/// <param name="Contributions">Those that differ, the largest change first.</param>
/// <param name="ConditionsAdded">Codes of conditions that came.</param>
/// <param name="ConditionsRemoved">Codes of conditions that went.</param>
public sealed record DifferenceShape(
    string PlacementId,
    PositionShape From,
    PositionShape To,
    IReadOnlyList<ContributionChangeShape> Contributions,
    IReadOnlyList<string> ConditionsAdded,
    IReadOnlyList<string> ConditionsRemoved,
    string Text
);

/// <summary>Where a placement stands; rank and score are null when it is excluded.</summary>
public sealed record PositionShape(int? Rank, decimal? Score, EligibilityStatus Eligibility);

/// <summary>Points of one criterion; null where it gives none.</summary>
public sealed record ContributionChangeShape(string Criterion, decimal? From, decimal? To);

/// <summary>What would bring a placement forward.</summary>
/// <param name="Sets">At most 20, the smallest first, then those that give it most points.</param>
/// <param name="Found">How many smallest sets there are.</param>
/// <param name="Complete">False when the search ended at its bound.</param>
public sealed record CounterfactualsShape(
    string PlacementId,
    CounterfactualGoal Goal,
    string Text,
    IReadOnlyList<CounterfactualSetShape> Sets,
    int Found,
    bool Complete
);

/// <summary>Changes that together reach the goal, none of them to spare.</summary>
/// <param name="Rank">The rank the placement then has.</param>
/// <param name="Score">The score it then has.</param>
public sealed record CounterfactualSetShape(IReadOnlyList<FactChangeShape> Changes, int Rank, decimal Score, string Text);

/// <summary>A fact that would be another one.</summary>
/// <param name="Fact">The path in a request; services for services added to the placement, which no request names.</param>
/// <param name="From">The value as in a request; null when not known.</param>
/// <param name="To">The value as in a request.</param>
public sealed record FactChangeShape(string Fact, JsonElement? From, JsonElement To);
