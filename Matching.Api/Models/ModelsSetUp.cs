using Matching.Api.Hosting;
using Matching.Api.Placements;
using Matching.Api.Storage;

namespace Matching.Api.Models;

/// <summary>What models need of the service.</summary>
internal static class ModelsSetUp
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services, ServiceSettings settings) => services
        .AddSingleton(ModelFolders.Of(settings.DataDirectory))
        .AddSingleton(_ => LearningData.Load(settings.DataFolder))
        .AddSingleton(provider => new ModelInForce(provider.GetRequiredService<PresentStateBoard>(), provider.GetRequiredService<MatchingStore>().Documents.Find))
        .AddSingleton(provider => new ModelCatalogue(
            provider.GetRequiredService<ModelFolders>(), () => provider.GetRequiredService<PresentStateBoard>().Current.Models, provider.GetRequiredService<MatchingStore>().Documents.Find))
        .AddSingleton<ModelDesk>()
        .AddSingleton<TrainingInput>()
        .AddSingleton<TrainingRuns>();
}
