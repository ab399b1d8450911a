namespace Matching.Api.Training;

/// <summary>What training needs of the service.</summary>
internal static class TrainingServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddTraining(this IServiceCollection services) =>
        services.AddSingleton<TrainingInput>().AddSingleton<TrainingRuns>();
}
