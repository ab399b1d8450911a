using Matching.Api.ReferenceData;
using Matching.Api.Storage;

namespace Matching.Api.Models;

/// <summary>What models need of the service.</summary>
internal static class ModelServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services, string dataDirectory, string dataFolder) =>
        services
            .AddSingleton(ModelFolders.Of(dataDirectory))
            .AddSingleton(_ => LearningData.Load(dataFolder))
            .AddProjection<ModelStateProjection>()
            .AddProjection<ActiveModel>()
            .AddSingleton(provider => new ModelCatalogue(
                provider.GetRequiredService<ModelFolders>(),
                () => provider.GetRequiredService<ModelStateProjection>().Current,
                provider.GetRequiredService<MatchingStore>().Documents.Find
            ))
            .AddSingleton<ModelRegistry>();
}
