namespace Matching.Api.Commands.Bench;

/// <summary>
/// The least there is: an empty minimal API, to hold the service's start against. Behind a word that the bench alone uses.
/// </summary>
public static class EmptyApi
{
    /// <summary>The verb.</summary>
    public const string Verb = "bench-empty-api";

    /// <summary>Runs until stopped.</summary>
    public static async Task<int> RunAsync(string[] configuration)
    {
        var app = WebApplication.CreateBuilder(configuration).Build();
        app.MapGet("/", () => "Hello World!");
        await app.RunAsync();
        return 0;
    }
}
