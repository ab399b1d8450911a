using Matching.Api.Storage;

namespace Matching.Api.ReferenceData;

/// <summary>Rules, catalogue, criteria and texts, and the day.</summary>
internal static class ReferenceDataServices
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="data">The data in force; may still be read when this is called, and must be there before anything asks for it.</param>
    public static IServiceCollection AddReferenceData(this IServiceCollection services, Task<ShippedData> data) =>
        services
            .AddSingleton<Today>()
            .AddSingleton(_ => data.IsCompletedSuccessfully ? data.Result : throw new InvalidOperationException("The data are still read."))
            .AddSingleton(provider => new ReferenceDataStore(
                provider.GetRequiredService<ShippedData>(),
                provider.GetRequiredService<MatchingStore>().Documents.Find
            ));
}
