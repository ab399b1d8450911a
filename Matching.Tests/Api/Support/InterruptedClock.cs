namespace Matching.Tests.Api.Support;

/// <summary>A clock that lets something else happen each time it is looked at.</summary>
sealed class InterruptedClock(TimeProvider clock, IEnumerable<Action> meanwhile) : TimeProvider
{
    readonly Queue<Action> meanwhile = new(meanwhile);

    public override DateTimeOffset GetUtcNow()
    {
        if (meanwhile.TryDequeue(out var action))
            action();
        return clock.GetUtcNow();
    }
}
