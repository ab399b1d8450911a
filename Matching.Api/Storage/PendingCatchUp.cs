namespace Matching.Api.Storage;

/// <summary>Writes nothing: its transaction alone lets the writer see what other instances have written.</summary>
sealed class PendingCatchUp : PendingWrite
{
    readonly TaskCompletionSource outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Outcome => outcome.Task;

    public override void Write(WriterSession session) { }

    public override void Committed() => outcome.SetResult();

    public override void Failed(Exception cause) => outcome.SetException(cause);
}
