namespace Matching.Api.Storage;

/// <summary>Deciding by what projections hold and recording it, as one step.</summary>
public static class Decisions
{
    // Whoever loses a try loses it to another entry of the same stream, so as many may be needed as there are writers at once.
    private const int MostTries = 50;

    /// <summary>
    /// Runs a decision that ends in appending an entry of an expected version; again when its stream has gone on meanwhile. The second
    /// time the projections are as they were at some moment since the first, so that what is decided by them then stands.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="decide">Reads the projections, decides and appends with this <see cref="ExpectedVersion.Sequence"/>.</param>
    public static Task<T> DecideAsync<T>(this MatchingStore store, Func<long?, Task<T>> decide) =>
        DecideAsync(store, decide, isFirm: false);

    /// <summary>
    /// The same for what cannot be undone, or changes a projection itself: it must rest on the projections as they are when it is recorded,
    /// so it is decided again as often as they have moved on.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="decide">As of <see cref="DecideAsync{T}(MatchingStore, Func{long?, Task{T}})"/>.</param>
    /// <exception cref="StaleVersionException">The projections would not stand still.</exception>
    public static Task<T> DecideFirmlyAsync<T>(this MatchingStore store, Func<long?, Task<T>> decide) =>
        DecideAsync(store, decide, isFirm: true);

    private static async Task<T> DecideAsync<T>(MatchingStore store, Func<long?, Task<T>> decide, bool isFirm)
    {
        long? known = store.Log.LastProjected;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await decide(known);
            }
            catch (StaleVersionException) when (tries < MostTries)
            {
                known = isFirm ? store.Log.LastProjected : null;
            }
            catch (CaseGoneException gone) when (tries < MostTries)
            {
                store.Cases.Forget(gone.Key);
            }
        }
    }
}
