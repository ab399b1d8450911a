namespace Matching.Api.Storage;

/// <summary>Something waiting to be written. All of it runs on the writer thread; the caller hears only after the commit.</summary>
abstract class PendingWrite
{
    /// <summary>When it was asked for, milliseconds of the machine's own count.</summary>
    public long AskedAt { get; } = Environment.TickCount64;

    /// <summary>
    /// Writes inside the batch's transaction. What it throws fails the whole batch, so a lawful refusal is kept for <see
    /// cref="Committed"/>.
    /// </summary>
    public abstract void Write(WriterSession session);

    public abstract void Committed();

    public abstract void Failed(Exception cause);
}
