namespace Matching.Api.Storage;

/// <summary>A small write that changes nothing that counts, to learn whether writing works again.</summary>
sealed class PendingProbe : PendingWrite
{
    readonly TaskCompletionSource<bool> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it was committed.</summary>
    public Task<bool> Outcome => outcome.Task;

    // Another value each time, or the database might find nothing to write.
    public override void Write(WriterSession session) => session.WriteProbe(Guid.NewGuid().ToString("N"));

    public override void Committed() => outcome.SetResult(true);

    public override void Failed(Exception cause) => outcome.SetResult(false);
}
