namespace Matching.Api.Http;

/// <summary>Work over the whole log: one at a time.</summary>
public sealed class LongWork() : BoundedWork(1, MostWaiting)
{
    /// <summary>How many may wait.</summary>
    public const int MostWaiting = 4;
}
