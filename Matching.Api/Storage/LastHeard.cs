namespace Matching.Api.Storage;

/// <summary>
/// When this instance last knew everything that any instance had recorded. Two clocks count, and the longer time holds: one that nobody can
/// put back, and one that goes on while the machine sleeps.
/// </summary>
sealed class LastHeard(TimeProvider clock)
{
    readonly Lock gate = new();
    Moment last = new(clock.GetTimestamp(), clock.GetUtcNow());

    public Moment Now => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>How long ago it was.</summary>
    public TimeSpan Age
    {
        get
        {
            Moment then;
            lock (gate)
                then = last;
            var (counted, passed) = (clock.GetElapsedTime(then.Timestamp), clock.GetUtcNow() - then.Time);
            return counted > passed ? counted : passed;
        }
    }

    /// <summary>Everything that was recorded before this moment is known.</summary>
    public void Note(Moment moment)
    {
        lock (gate)
            last = moment;
    }

    public readonly record struct Moment(long Timestamp, DateTimeOffset Time);
}
