namespace Matching.Api.Storage;

/// <summary>Whether the store can record, for whoever asks before trying. Safe for many threads.</summary>
public sealed class StoreCondition
{
    readonly GroupCommit writer;
    readonly Lock gate = new();
    Task<bool>? probing;

    internal StoreCondition(GroupCommit writer) => this.writer = writer;

    /// <summary>Whether so many writes wait that no more are taken.</summary>
    public bool QueueIsFull => writer.IsFull;

    /// <summary>
    /// Whether the database keeps what it commits through a crash, as far as its settings say; looked at about every second.
    /// </summary>
    public bool IsDurable => writer.UnsafeSetting is null;

    /// <summary>
    /// True as long as the last write worked. After one that failed it is found out by writing, one try at a time however many ask.
    /// </summary>
    public Task<bool> CanRecordAsync()
    {
        if (!writer.LastFailed)
            return Task.FromResult(true);

        lock (gate)
        {
            if (probing is null or { IsCompleted: true })
                probing = ProbeAsync();
            return probing;
        }
    }

    async Task<bool> ProbeAsync()
    {
        var probe = new PendingProbe();
        try
        {
            writer.Enqueue(probe);
        }
        catch (Exception refused) when (refused is LogBusyException or LogUnavailableException)
        {
            return false;
        }

        // It may be written and what is kept beside the database not.
        return await probe.Outcome && !writer.LastFailed;
    }
}
