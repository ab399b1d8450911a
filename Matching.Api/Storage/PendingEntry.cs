using System.Security.Cryptography;

namespace Matching.Api.Storage;

/// <summary>One entry on its way into the log, sealed and hashed as far as can be before its number is known.</summary>
sealed class PendingEntry(
    NewEntry entry,
    string entryId,
    string recordedAt,
    byte[] sealedPayload,
    Action<ProjectionEntry> notify,
    CancellationToken cancellation
) : PendingWrite
{
    readonly byte[] payloadHash = SHA256.HashData(sealedPayload);
    readonly TaskCompletionSource<RecordedEntry> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    RecordedEntry? recorded;
    Exception? refusal;

    public Task<RecordedEntry> Outcome => outcome.Task;

    public string? Idempotency => entry.Idempotency;

    /// <summary>What was recorded; null when it was refused.</summary>
    public string? RecordedKind => recorded is null ? null : entry.Kind;

    public override void Write(WriterSession session)
    {
        recorded = session.IsRetry ? session.FindCommitted(entryId) : null;
        if (recorded is not null)
            return;
        refusal = Refusal(session);
        if (refusal is not null)
            return;

        var sequence = session.Sequence + 1;
        var stateSequence = LogKinds.ChangesState(entry.Kind) ? sequence : entry.StateSequence;
        var row = new LogEntry(
            sequence,
            entryId,
            entry.Kind,
            recordedAt,
            entry.Caller,
            entry.Case?.SubjectId,
            stateSequence,
            entry.Idempotency,
            entry.BodyFingerprint,
            sealedPayload,
            session.Hash,
            Hash: ""
        );
        session.Insert(row with { Hash = EntryHash.Of(row, payloadHash) });
        recorded = new(sequence, entryId, entry.Kind, recordedAt, stateSequence);
    }

    public override void Committed()
    {
        if (recorded is null)
        {
            outcome.SetException(refusal!);
            return;
        }

        if (entry.Case is { } savedCase)
            savedCase.IsSaved = true;
        try
        {
            if (LogKinds.IsProjected(entry.Kind))
                notify(
                    new(
                        recorded.Sequence,
                        entryId,
                        entry.Kind,
                        recorded.RecordedAt,
                        entry.Caller,
                        entry.Case?.SubjectId,
                        LogKinds.IsProjectedByHeader(entry.Kind) ? null : entry.Payload
                    )
                );
            outcome.SetResult(recorded);
        }
        catch (Exception observerFailed)
        {
            // The entry stands; its caller must learn that it is not in force, and everyone else's writes must go on.
            outcome.SetException(observerFailed);
        }
    }

    public override void Failed(Exception cause) => outcome.SetException(cause);

    Exception? Refusal(WriterSession session)
    {
        if (cancellation.IsCancellationRequested)
            return new OperationCanceledException(cancellation);
        if (session.LatestFarAfter(recordedAt) is { } latest)
            return new ClockBehindLogException(recordedAt, latest);
        if (entry.Idempotency is { } idempotency && session.FindIdempotency(idempotency) is { } existing)
            return new DuplicateIdempotencyException(existing.EntryId, existing.BodyFingerprint);
        foreach (var expected in entry.Expected)
        {
            if (session.LastOf(expected.Stream, entry.Case?.SubjectId) > expected.Sequence)
                return new StaleVersionException();
        }
        if (entry.StateSequence < 0 || entry.StateSequence > session.State)
            return new ArgumentException($"State {entry.StateSequence} is not one this log has had; the last is {session.State}.");
        try
        {
            return CaseIsInForce(session) ? null : new CaseGoneException(entry.Case!);
        }
        catch (LikeReferenceException like)
        {
            return like;
        }
    }

    /// <summary>Saves the key of a new case with its first entry, and destroys that of an erased one with its tombstone.</summary>
    bool CaseIsInForce(WriterSession session) =>
        entry.Case switch
        {
            null => true,
            { } key when session.IsErased(key.SubjectId) => false,
            { } erased when entry.Kind == LogKinds.Erasure => session.DeleteCase(erased.SubjectId),
            { IsSaved: false } begun => session.Insert(begun.Row),
            _ => true,
        };
}
