using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;

namespace Matching.Api.WhatIfs;

/// <summary>Asks a recorded what-if again on the recorded rules, criteria, catalogue, state and model, and compares.</summary>
public sealed class WhatIfReplay(ReferenceDataStore referenceStore, PlacementStateProjection placements)
{
    /// <summary>Replays one what-if: the patched request, and the comparison with the ranking it is based on.</summary>
    /// <exception cref="InvalidDataException">A document it was made with is missing, or its request cannot be read any more.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public ReplayResult Run(RecordedWhatIf whatIf, RecordedRanking basis, CancellationToken cancellation = default)
    {
        var record = whatIf.Record.Ranked;
        // The ranking's own versions: a what-if that leaves a model out is compared with a ranking that had it.
        var referenceData = referenceStore.ReferenceDataOf(basis.Record.Versions);
        var (answer, differences) = WhatIfHandler.Compare(
            basis.Record,
            RankingReplay.RequestOf(record, referenceData),
            referenceData,
            placements.At(record.Versions.State),
            cancellation
        );
        return ReplayResult.Compare(
            record.Versions,
            WhatIfRecordJson.WriteOutcome(record.Answer, whatIf.Record.Differences, record.Schema),
            WhatIfRecordJson.WriteOutcome(answer, differences, record.Schema)
        );
    }
}
