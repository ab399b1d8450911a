namespace Matching.Api.Storage;

sealed class PendingSetting(string name, string value) : PendingWrite
{
    readonly TaskCompletionSource<string> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    string? stored;

    public Task<string> Outcome => outcome.Task;

    public override void Write(WriterSession session) => stored = session.FindOrInsertSetting(name, value);

    public override void Committed() => outcome.SetResult(stored!);

    public override void Failed(Exception cause) => outcome.SetException(cause);
}
