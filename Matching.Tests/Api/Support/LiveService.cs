using System.Text;
using Dapper;
using Matching.Api.Hosting;
using Matching.Api.Security;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Matching.Tests.Api.Support;

/// <summary>
/// The real service on real Kestrel on a free port of this machine, with a data directory of its own, one caller for each role and one with
/// all.
/// </summary>
sealed class LiveService : IAsyncDisposable
{
    const string PostgresSetting = "--ConnectionStrings:Postgres=";

    /// <summary>The caller with all roles, who calls unless another is named.</summary>
    public const string All = "all";

    readonly string[] settings;
    readonly TimeProvider? clock;
    readonly HttpClient client;

    LiveService(WebApplication app, string folder, string[] settings, TimeProvider? clock)
    {
        (App, Folder, this.settings, this.clock) = (app, folder, settings, clock);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        client = new HttpClient(
            new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                // As another process: what is listened to in the service makes no spans of the caller's.
                ActivityHeadersPropagator = null,
                RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            }
        )
        {
            BaseAddress = Address,
        };
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    /// <summary>The data directory.</summary>
    public string Folder { get; }

    public CapturedLog Log { get; } = new();

    public static IReadOnlyList<string> Callers => [.. Terms<Role>.AllTexts, All];

    public static string KeyOf(string caller) => $"key-of-{caller}";

    /// <summary>The callers as configuration, and one by whom the teams that tests speak of are there.</summary>
    public static IEnumerable<string> CallerSettings =>
        Callers
            .SelectMany(caller =>
                new[]
                {
                    $"--ApiKeys:{caller}:Key={KeyOf(caller)}",
                    $"--ApiKeys:{caller}:Roles={(caller == All ? string.Join(',', Terms<Role>.AllTexts) : caller)}",
                    $"--ApiKeys:{caller}:Teams=*",
                }
            )
            .Concat([$"--ApiKeys:teams:Key={KeyOf("teams")}", "--ApiKeys:teams:Roles=auditor", "--ApiKeys:teams:Teams=nord,north,syd"]);

    public static Task<LiveService> StartAsync(params string[] settings) => StartOnAsync(TemporaryStore.NewFolder(), settings);

    /// <summary>The connection string of its store; null for the embedded one.</summary>
    public string? Postgres =>
        settings.LastOrDefault(setting => setting.StartsWith(PostgresSetting, StringComparison.Ordinal))?[PostgresSetting.Length..];

    /// <summary>The setting that names the store of the running fixture, new and empty; nothing for the embedded one.</summary>
    static string[] StoreSettings(string[] settings) =>
        OnEachStoreAttribute.Current == StoreKind.Postgres
        && !settings.Any(setting => setting.StartsWith(PostgresSetting, StringComparison.Ordinal))
            ? [PostgresSetting + PostgresCluster.Shared.NewSchema()]
            : [];

    /// <summary>Starts on a data directory that may be there already.</summary>
    public static Task<LiveService> StartOnAsync(string folder, params string[] settings) => StartOnAsync(folder, null, settings);

    /// <summary>Starts with another clock than that of the machine.</summary>
    public static Task<LiveService> StartAtAsync(TimeProvider clock, params string[] settings) =>
        StartOnAsync(TemporaryStore.NewFolder(), clock, settings);

    static async Task<LiveService> StartOnAsync(string folder, TimeProvider? clock, string[] settings)
    {
        settings = [.. settings, .. StoreSettings(settings)];
        var app = await MatchingApplication.BuildAsync(
            [
                $"--DataDirectory={folder}",
                "--urls=http://127.0.0.1:0",
                "--Logging:Console:LogLevel:Default=None",
                .. CallerSettings,
                .. settings,
            ],
            clock
        );
        await app.StartAsync();
        await app.Services.GetRequiredService<FirstRanking>().Done; // On a busy machine it may take longer than readiness waits.
        var service = new LiveService(app, folder, settings, clock);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(service.Log);
        return service;
    }

    /// <summary>Stops, and starts again on the same store after something was done to it.</summary>
    public async Task<LiveService> RestartAsync(Action meanwhile)
    {
        await StopAsync();
        meanwhile();
        return await StartOnAsync(Folder, clock, settings);
    }

    /// <summary>Changes the record behind the service's back, with full rights on the database.</summary>
    public void Tamper(string sql)
    {
        if (Postgres is { } connectionString)
        {
            using var connection = new NpgsqlConnection(connectionString);
            connection.Execute("ALTER TABLE log_entries DISABLE TRIGGER ALL; ALTER TABLE documents DISABLE TRIGGER ALL; " + sql);
        }
        else
        {
            using var connection = TemporaryStore.OpenRaw(Path.Combine(Folder, "matching.db"));
            connection.Execute("DROP TRIGGER log_entries_are_never_changed; DROP TRIGGER log_entries_are_never_deleted; " + sql);
        }
    }

    /// <summary>Stops, and starts again on the same data directory.</summary>
    public async Task<LiveService> RestartAsync(params string[] moreSettings)
    {
        await StopAsync();
        return await StartOnAsync(Folder, clock, [.. settings, .. moreSettings]);
    }

    public async Task StopAsync()
    {
        client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }

    public Task<Reply> RankAsync(
        string body,
        string caller = All,
        string query = "",
        string? idempotencyKey = null,
        string? language = null
    ) =>
        SendAsync(
            HttpMethod.Post,
            "/v1/rankings" + query,
            Content(body),
            caller,
            request =>
            {
                if (idempotencyKey is not null)
                    request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
                if (language is not null)
                    request.Headers.TryAddWithoutValidation("Accept-Language", language);
            }
        );

    public Task<Reply> GetAsync(string path, string caller = All, string? language = null) =>
        SendAsync(
            HttpMethod.Get,
            path,
            null,
            caller,
            request =>
            {
                if (language is not null)
                    request.Headers.TryAddWithoutValidation("Accept-Language", language);
            }
        );

    public Task<Reply> ReplayAsync(string rankingId) => SendAsync(HttpMethod.Post, $"/v1/rankings/{rankingId}/replay");

    public Task<Reply> AskWhatIfAsync(string rankingId, string patch, string query = "", string caller = All, string language = "da") =>
        SendAsync(
            HttpMethod.Post,
            $"/v1/rankings/{rankingId}/what-if{query}",
            Content(patch),
            caller,
            request => request.Headers.TryAddWithoutValidation("Accept-Language", language)
        );

    public Task<Reply> ReportAsync(string placementId, int freePlaces, string asOf = "2026-11-22") =>
        SendAsync(
            HttpMethod.Put,
            $"/v1/placements/{placementId}/availability",
            Content($$"""{ "freePlaces": {{freePlaces}}, "asOf": "{{asOf}}" }""")
        );

    /// <summary>Makes a key for a new caller, as an administrator; gives back its id and the key.</summary>
    public async Task<(string Id, string Key)> IssueKeyAsync(string more = "", string roles = "\"auditor\"")
    {
        var reply = await SendAsync(
            HttpMethod.Post,
            "/v1/keys",
            Content($$"""{ "name": "k-{{Guid.NewGuid()}}", "roles": [{{roles}}]{{more}} }""")
        );
        return (reply.Json.GetProperty("id").GetString()!, reply.Json.GetProperty("key").GetString()!);
    }

    /// <summary>Calls with a key as it is.</summary>
    public Task<Reply> GetWithKeyAsync(string path, string key) =>
        SendAsync(HttpMethod.Get, path, caller: "", change: request => request.Headers.TryAddWithoutValidation("X-Api-Key", key));

    public async Task<long> EntriesAsync() => (await GetAsync("/v1/audit/verification")).Json.GetProperty("entries").GetInt64();

    public Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        string caller = All,
        Action<HttpRequestMessage>? change = null
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (caller.Length > 0)
            request.Headers.Add("X-Api-Key", KeyOf(caller));
        change?.Invoke(request);
        return SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
            return await Reply.ReadAsync(await client.SendAsync(request));
    }

    public static HttpContent Content(string json) => Content(Encoding.UTF8.GetBytes(json));

    public static HttpContent Content(byte[] json, string type = "application/json")
    {
        var content = new ByteArrayContent(json);
        if (type.Length > 0)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    /// <summary>Stops and removes the data directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
