namespace Matching.Engine.Inquiry;

/// <summary>
/// What a question may cost, counted in steps and never in time, so that the same question ends at the same point on every machine. A step
/// is about ten nanoseconds of work. Whoever asked and went away ends the work too.
/// </summary>
/// <param name="most">The steps there are.</param>
/// <param name="cancellation">That nobody waits for the answer any more.</param>
internal sealed class WorkBudget(long most, CancellationToken cancellation = default)
{
    /// <summary>Ranking one place.</summary>
    public const int RankPlace = 20;

    /// <summary>Finding out of one place whether it would lead.</summary>
    public const int ComparePlace = 8;

    /// <summary>Working out needs and law of a child, for a catalogue of any size.</summary>
    public const int AssessChild = 3_000;

    /// <summary>Scoring one place together with services.</summary>
    public const int ScoreOffer = 100;

    private long _left = most;

    /// <summary>Whether something was asked that there were no steps left for.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Takes so many steps; false when there are not enough left, now and from then on.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public bool TryTake(long steps)
    {
        cancellation.ThrowIfCancellationRequested();
        if (IsSpent || steps > _left)
        {
            IsSpent = true;
            return false;
        }
        _left -= steps;
        return true;
    }
}
