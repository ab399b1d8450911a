namespace Matching.Api.Storage;

/// <summary>Whether this instance hears what the others record. Safe for many threads.</summary>
public sealed class OtherInstances
{
    // As long as a readiness check may take, less what it takes to answer.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    readonly GroupCommit writer;
    readonly LastHeard heard;
    readonly bool areThere;
    readonly Lock gate = new();
    Task<bool>? looking;

    internal OtherInstances(GroupCommit writer, LastHeard heard, bool areThere) =>
        (this.writer, this.heard, this.areThere) = (writer, heard, areThere);

    /// <summary>For how long nothing may have been heard before nobody is let in by what may have changed meanwhile.</summary>
    public static TimeSpan LongestSilence { get; } = TimeSpan.FromSeconds(3);

    /// <summary>How long to wait before asking again is worth while: a try to reach the database may take that long.</summary>
    public static TimeSpan NextTry { get; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether everything is known that was recorded until a few seconds before this moment. The time of the last news decides, not a
    /// timer, which would have slept with the process: when it lies too far back, it is looked for news first, for a short while.
    /// </summary>
    public async ValueTask<bool> AreHeardAsync(CancellationToken cancellation)
    {
        if (!areThere || heard.Age <= LongestSilence)
            return true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            // What was under way before the process slept may end after, and tells of the time before.
            while (heard.Age > LongestSilence)
            {
                if (!await Look().WaitAsync(patience.Token))
                    return false;
            }
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Looks at what other instances have written; false when it cannot. One look at a time, however many ask.</summary>
    internal Task<bool> Look()
    {
        lock (gate)
        {
            if (looking is null or { IsCompleted: true })
                looking = LookAsync();
            return looking;
        }
    }

    async Task<bool> LookAsync()
    {
        var catchUp = new PendingCatchUp();
        try
        {
            writer.Enqueue(catchUp);
            await catchUp.Outcome;
            return true;
        }
        catch (Exception refused) when (refused is LogBusyException or LogUnavailableException)
        {
            // Who is busy looks anyway, and who cannot write will be asked again.
            return false;
        }
    }
}
