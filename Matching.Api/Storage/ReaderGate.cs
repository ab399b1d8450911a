namespace Matching.Api.Storage;

/// <summary>Lets readers in, and keeps them out while someone needs the database alone. Safe for many threads.</summary>
sealed class ReaderGate
{
    // Longer than anyone is let wait for the readers to leave.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    readonly object gate = new();
    int readers;
    bool isShut;
    bool isEnded;

    /// <summary>Goes in.</summary>
    /// <exception cref="LogUnavailableException">The gate stays shut.</exception>
    /// <exception cref="ObjectDisposedException">It is shut for good.</exception>
    public void Enter()
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        lock (gate)
        {
            while (isShut && !isEnded)
            {
                if (until - Environment.TickCount64 is not (> 0 and var left))
                    throw new LogUnavailableException("The database is being recovered.");
                Monitor.Wait(gate, (int)left);
            }
            ObjectDisposedException.ThrowIf(isEnded, this);
            readers++;
        }
    }

    /// <summary>Goes out again.</summary>
    public void Leave()
    {
        lock (gate)
        {
            readers--;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Keeps readers out and waits for those inside; false, and open again, when they stay longer than that.</summary>
    public bool TryShut(TimeSpan patience)
    {
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        lock (gate)
        {
            isShut = true;
            while (readers > 0 && until - Environment.TickCount64 is > 0 and var left)
                Monitor.Wait(gate, (int)left);
            if (readers == 0)
                return true;
            Open();
            return false;
        }
    }

    /// <summary>Lets readers in again.</summary>
    public void Open()
    {
        lock (gate)
        {
            isShut = false;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Lets nobody in any more.</summary>
    public void End()
    {
        lock (gate)
        {
            isEnded = true;
            Monitor.PulseAll(gate);
        }
    }
}
