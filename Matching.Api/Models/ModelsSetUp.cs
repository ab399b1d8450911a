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
        .AddSingleton(Open)
        .AddSingleton(provider => new ModelCatalogue(
            provider.GetRequiredService<ModelFolders>(), () => provider.GetRequiredService<PresentStateBoard>().Current.Models, provider.GetRequiredService<MatchingStore>().Documents.Find))
        .AddSingleton<ModelDesk>()
        .AddSingleton<TrainingInput>()
        .AddSingleton<TrainingRuns>();

    private static ModelInForce Open(IServiceProvider provider)
    {
        var models = new ModelInForce();
        models.Follow(provider.GetRequiredService<MatchingStore>(), provider.GetRequiredService<ILogger<ModelInForce>>());
        return models;
    }
}
