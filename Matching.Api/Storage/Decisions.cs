namespace Matching.Api.Storage;

/// <summary>Deciding by what registers hold and recording it, as one step.</summary>
public static class Decisions
{
    private const int MostTries = 5;

    /// <summary>
    /// Runs a decision that ends in appending an entry with the given basis; again when the registers moved on meanwhile. The second
    /// time they are as they were at some moment since the first, so that what is decided by them then stands.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="decide">Reads the registers, decides and appends with this <see cref="NewEntry.Basis"/>.</param>
    public static async Task<T> DecideAsync<T>(this MatchingStore store, Func<long?, Task<T>> decide)
    {
        long? basis = store.Log.Registers;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await decide(basis);
            }
            catch (StaleBasisException) when (tries < MostTries)
            {
                basis = null;
            }
            catch (CaseGoneException gone) when (tries < MostTries)
            {
                store.Cases.Forget(gone.Key);
            }
        }
    }
}
