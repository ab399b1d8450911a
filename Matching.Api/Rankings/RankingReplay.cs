using Matching.Api.Placements;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Inquiry;

namespace Matching.Api.Rankings;

/// <summary>Ranks a recorded request again on the recorded rules, criteria, catalogue, state and model, and compares.</summary>
public sealed class RankingReplay(ReferenceDataStore referenceStore, PlacementStateProjection placements)
{
    /// <summary>Replays one ranking.</summary>
    /// <exception cref="InvalidDataException">A document it was made with is missing, or its request cannot be read any more.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public ReplayResult Run(RecordedRanking ranking, CancellationToken cancellation = default)
    {
        var record = ranking.Record;
        var answer = AnswerAnew(
            record,
            referenceStore.ReferenceDataOf(record.Versions),
            placements.At(record.Versions.State),
            cancellation
        );
        return ReplayResult.Compare(
            record.Versions,
            RankingRecordJson.WriteAnswer(record.Answer, record.Schema),
            RankingRecordJson.WriteAnswer(answer, record.Schema)
        );
    }

    /// <summary>The request of a record.</summary>
    /// <exception cref="InvalidDataException">It cannot be read any more.</exception>
    internal static RankingRequest RequestOf(RankingRecord record, ReferenceDataSet referenceData) =>
        RankingRequestReader.ReadRecorded(record.Request, referenceData, record.Answer.AsOf);

    /// <summary>The answer to the request of a record on its versions, by the present engine.</summary>
    /// <exception cref="InvalidDataException">The request cannot be read any more.</exception>
    internal static Answer AnswerAnew(
        RankingRecord record,
        ReferenceDataSet referenceData,
        PlacementState state,
        CancellationToken cancellation
    )
    {
        var request = RequestOf(record, referenceData);
        return CaseInquiry.Ask(request.Profile, state.On(referenceData), record.AvailabilityIn(state), request.AsOf, cancellation);
    }
}
