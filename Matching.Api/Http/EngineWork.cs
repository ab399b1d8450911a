namespace Matching.Api.Http;

/// <summary>Questions that ask the engine again and again: as many at once as there are processors.</summary>
public sealed class EngineWork() : BoundedWork(Environment.ProcessorCount, MostWaiting)
{
    /// <summary>How many may wait.</summary>
    public const int MostWaiting = 64;
}
