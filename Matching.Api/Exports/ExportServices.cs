namespace Matching.Api.Exports;

/// <summary>What exports need of the service.</summary>
internal static class ExportServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services) =>
        services.AddSingleton<ExportedCases>().AddSingleton<RankingExport>().AddSingleton<StayExport>();
}
