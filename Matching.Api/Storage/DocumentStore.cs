namespace Matching.Api.Storage;

/// <summary>Keeps every version of every document a ranking was made with. The version is the caller's hash of the content.</summary>
public sealed class DocumentStore
{
    readonly GroupCommit writer;
    readonly DocumentReader reader;
    readonly MasterKey master;
    readonly TimeProvider clock;

    internal DocumentStore(GroupCommit writer, DocumentReader reader, MasterKey master, TimeProvider clock)
    {
        this.writer = writer;
        this.reader = reader;
        this.master = master;
        this.clock = clock;
    }

    /// <summary>Saves it durably unless this version is there already.</summary>
    /// <exception cref="DocumentConflictException">The version is there with other content.</exception>
    /// <exception cref="LogBusyException">Too many writes wait already.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    public Task SaveIfNewAsync(string kind, string version, byte[] content)
    {
        var pending = new PendingDocument(StoredDocument.Sealed(master, version, kind, content, Timestamp.Of(clock.GetUtcNow())));
        writer.Enqueue(pending);
        return pending.Outcome;
    }

    public StoredDocument? Find(string version) => reader.Find(version);
}
