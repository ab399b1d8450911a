namespace Matching.Api.Transparency;

/// <summary>
/// The log is no longer what was read of it before: it got shorter, or an entry is another one. An append-only log never does that.
/// </summary>
public sealed class LogChangedException(bool gotShorter, string message) : Exception(message)
{
    /// <summary>True when entries at the end are gone; false when one is another.</summary>
    public bool GotShorter => gotShorter;
}
