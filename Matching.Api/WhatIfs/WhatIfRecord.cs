using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Engine.Inquiry;

namespace Matching.Api.WhatIfs;

/// <summary>
/// What the log keeps of one what-if: on which ranking it is based, the patch as it came, the patched request with its answer, and what
/// differs.
/// </summary>
/// <param name="RankingId">The ranking whose request was patched.</param>
/// <param name="Patch">The JSON merge patch.</param>
/// <param name="Ranked">The patched request, on the versions of that ranking, and its answer.</param>
/// <param name="Differences">What differs from the answer of that ranking.</param>
public sealed record WhatIfRecord(
    string RankingId,
    JsonElement Patch,
    RankingRecord Ranked,
    IReadOnlyList<PlacementDifference> Differences
);

/// <summary>A what-if with what the log gave it.</summary>
public sealed record RecordedWhatIf(string WhatIfId, string RecordedAt, WhatIfRecord Record);
