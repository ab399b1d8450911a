using System.Net.Http.Headers;
using System.Text.Json;
using Matching.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;

namespace Matching.Tests.Api.Commands;

/// <summary>The service itself, listening, on a data directory of its own.</summary>
sealed class RunningService : IAsyncDisposable
{
    readonly DirectoryInfo folder;
    readonly HttpClient client = new();
    WebApplication? app;

    RunningService(DirectoryInfo folder) => this.folder = folder;

    public string DataDirectory => folder.FullName;

    public string Address => app!.Urls.First();

    public static Task<RunningService> StartAsync() => StartAsync(Directory.CreateTempSubdirectory("matching-commands-"));

    /// <summary>The service on a folder, which is removed with it.</summary>
    public static async Task<RunningService> StartAsync(DirectoryInfo folder)
    {
        var service = new RunningService(folder);
        service.app = await MatchingApplication.BuildAsync([$"DataDirectory={service.DataDirectory}", "urls=http://127.0.0.1:0"]);
        await service.app.StartAsync();
        service.client.DefaultRequestHeaders.Add(
            "X-Api-Key",
            (await File.ReadAllTextAsync(Path.Combine(service.DataDirectory, "development.key"))).Trim()
        );
        return service;
    }

    public async Task<string> RankAsync(string request, string language = "da", string query = "")
    {
        using var content = new StringContent(request, new MediaTypeHeaderValue("application/json"));
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{Address}/v1/rankings{query}") { Content = content };
        message.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await client.SendAsync(message);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<string> RankIdAsync(string request)
    {
        using var json = JsonDocument.Parse(await RankAsync(request));
        return json.RootElement.GetProperty("rankingId").GetString()!;
    }

    /// <summary>Asks what would be otherwise; gives the what-if's id.</summary>
    public async Task<string> AskWhatIfIdAsync(string rankingId, string patch)
    {
        using var content = new StringContent(patch, new MediaTypeHeaderValue("application/merge-patch+json"));
        using var answer = await client.PostAsync($"{Address}/v1/rankings/{rankingId}/what-if", content);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("whatIfId").GetString()!;
    }

    /// <summary>What a call answers, as text.</summary>
    public Task<string> GetAsync(string path) => client.GetStringAsync(Address + path);

    /// <summary>Stops the service and leaves its data directory.</summary>
    public async Task StopAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        app = null;
    }

    /// <summary>Does to the stopped database what someone with full rights on the file could.</summary>
    public void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(DataDirectory, "matching.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        client.Dispose();
        folder.Delete(recursive: true);
    }
}
