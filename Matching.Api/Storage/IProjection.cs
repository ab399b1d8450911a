namespace Matching.Api.Storage;

/// <summary>
/// What is in force, held in memory and built from log entries alone: complete at start, kept current from whichever instance an entry
/// comes. Entries are applied one at a time in the order of the
/// log; what is read meanwhile is an immutable snapshot.
/// </summary>
public interface IProjection
{
    /// <summary>Applies an entry; one of a kind that means nothing here changes nothing. Must be quick and must not throw.</summary>
    void Apply(ProjectionEntry entry);

    /// <summary>
    /// The kinds it is made of, as far as they were recorded before it was there; all but casework unless it says otherwise.
    /// </summary>
    IReadOnlyList<string> Kinds => LogKinds.ProjectedButCasework;
}

/// <summary>Adds projections to the services.</summary>
internal static class ProjectionServices
{
    /// <summary>Adds a projection that is complete when it is first asked for and follows the log from then on.</summary>
    public static IServiceCollection AddProjection<T>(this IServiceCollection services)
        where T : class, IProjection =>
        services.AddSingleton(provider =>
        {
            var projection = ActivatorUtilities.CreateInstance<T>(provider);
            provider.GetRequiredService<MatchingStore>().Log.Follow(projection.Apply, projection.Kinds);
            return projection;
        });
}
