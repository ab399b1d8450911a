namespace Matching.Api.Storage;

sealed class PendingDocument(StoredDocument document) : PendingWrite
{
    readonly TaskCompletionSource outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool isConflict;

    public Task Outcome => outcome.Task;

    public override void Write(WriterSession session)
    {
        var stored = session.FindDocumentContent(document.Version);
        isConflict = stored is not null && !stored.AsSpan().SequenceEqual(document.Content);
        if (stored is null)
            session.Insert(document);
    }

    public override void Committed()
    {
        if (isConflict)
            outcome.SetException(new DocumentConflictException(document.Version));
        else
            outcome.SetResult();
    }

    public override void Failed(Exception cause) => outcome.SetException(cause);
}
