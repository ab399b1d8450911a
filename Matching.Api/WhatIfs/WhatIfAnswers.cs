using System.IO.Pipelines;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;

namespace Matching.Api.WhatIfs;

/// <summary>A what-if in the caller's language.</summary>
internal sealed class WhatIfAnswer(RecordedWhatIf whatIf, ReferenceDataStore referenceStore, TopPlaces top) : WordedAnswer<WhatIfShape>
{
    /// <inheritdoc/>
    protected override void Write(PipeWriter body, Language language)
    {
        var versions = whatIf.Record.Ranked.Versions;
        WhatIfResponse.Write(
            body,
            whatIf,
            referenceStore.ReferenceDataOf(versions),
            referenceStore.TextsForInquiriesOf(versions).In(language),
            top.Count
        );
    }
}

/// <summary>What would bring a place forward, in the caller's language.</summary>
internal sealed class CounterfactualAnswer(CounterfactualList list, RankingVersions versions, ReferenceDataStore referenceStore)
    : WordedAnswer<CounterfactualsShape>
{
    /// <inheritdoc/>
    protected override void Write(PipeWriter body, Language language) =>
        WhatIfResponse.Write(
            body,
            list,
            referenceStore.ReferenceDataOf(versions),
            referenceStore.TextsForInquiriesOf(versions).In(language)
        );
}
