using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Engine;
using Matching.Engine.Parsing;

namespace Matching.Api.WhatIfs;

/// <summary>A recorded request with a merge patch applied, and what the reader makes of it.</summary>
/// <param name="Body">The patched request.</param>
/// <param name="Request">The same, read.</param>
internal sealed record PatchedRequest(JsonElement Body, RankingRequest Request)
{
    /// <summary>Patches and reads a recorded request; null when the problems say why not.</summary>
    /// <param name="recorded">The record of the ranking.</param>
    /// <param name="patch">A JSON object.</param>
    /// <param name="referenceData">What that ranking was made with.</param>
    /// <param name="problems">Takes every fault, of the patch and of what came of it.</param>
    public static PatchedRequest? Read(RankingRecord recorded, JsonElement patch, ReferenceDataSet referenceData, Problems problems)
    {
        // Which of the two is meant is lost in merging, so it is asked before.
        MergePatch.RefuseTwice(patch, problems);

        // A misspelt field must not be silently ignored because the patch would remove it.
        var shown = MergePatch.ApplyShowingRemoved(recorded.Request, patch);
        if (HasOtherReference(shown, recorded.CaseReference))
            problems.Add("caseReference", "must stay as it is: a what-if is about the same case");
        var request = RankingRequestReader.ReadPatched(shown, recorded.Request, referenceData, recorded.Answer.AsOf, problems);
        return request is not null && problems.None ? new PatchedRequest(MergePatch.Apply(recorded.Request, patch), request) : null;
    }

    private static bool HasOtherReference(JsonElement request, string reference) =>
        request.TryGetProperty("caseReference", out var other)
        && !(other.ValueKind == JsonValueKind.String && JsonText.TryRead(other, out var text) && text == reference);
}
