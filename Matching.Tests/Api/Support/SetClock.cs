namespace Matching.Tests.Api.Support;

/// <summary>A clock that stands still until it is moved.</summary>
sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    long ticks = now.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Move(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
