using System.Net;
using Matching.Api.Hosting;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Security.Tokens;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Bench;

/// <summary>The servers that are compared, all in this process, all asking for a key.</summary>
internal static class BenchServers
{
    public const string ApiKey = "bench-key-of-this-process-only";

    /// <summary>Routes that only these servers have.</summary>
    public const string Bare = "/bench/bare",
        Unrecorded = "/bench/unrecorded";

    private const string CallerName = "bench";

    /// <summary>The arguments by which the real service is started, here or in a process of its own.</summary>
    public static string[] ServiceArguments(string dataDirectory, int port) =>
        [
            $"--urls=http://127.0.0.1:{port}",
            $"--DataDirectory={dataDirectory}",
            "--Logging:LogLevel:Default=Error",
            $"--ApiKeys:{CallerName}:Key={ApiKey}",
            $"--ApiKeys:{CallerName}:Roles={Terms<Role>.Text(Role.Visitator)}",
            $"--ApiKeys:{CallerName}:Teams={TeamSet.Every}",
        ];

    /// <summary>The real service, and beside it a route that does the same work without recording it.</summary>
    public static async Task<WebApplication> ServiceAsync(string dataDirectory, bool commitPerEntry, string? postgres = null)
    {
        var app = await MatchingApplication.BuildAsync([
            .. ServiceArguments(dataDirectory, 0),
            $"--Storage:CommitPerEntry={(commitPerEntry ? "true" : "false")}",
            $"--ConnectionStrings:Postgres={postgres}",
        ]);
        app.MapApi(Unrecorded, "Bench").MapPost("", RankUnrecorded).ForRoles(Role.Visitator).WithMetadata(EndpointDescriptions.Top);
        return app;
    }

    /// <summary>The bare endpoint: reads the same request and writes an answer that was worked out beforehand.</summary>
    public static WebApplication BareEndpoint(ReferenceDataStore referenceStore, RecordedRanking answer)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"],
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(
            new CallerDirectory([new Caller(CallerName, SecretKey.Sha256(ApiKey), [Role.Visitator], TeamSet.All)], TimeProvider.System)
        );
        builder.Services.AddCallers();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapApi(Bare, "Bench")
            .MapPost("", (TopPlaces top, JsonBody body) => Answer(top, body, referenceStore, (_, _) => answer))
            .ForRoles(Role.Visitator)
            .WithMetadata(EndpointDescriptions.Top);
        return app;
    }

    /// <summary>Where a started server listens.</summary>
    public static IPEndPoint Address(WebApplication app) => IPEndPoint.Parse(new Uri(app.Urls.Single()).Authority);

    private static IResult RankUnrecorded(
        TopPlaces top,
        JsonBody body,
        RankingHandler handler,
        ReferenceDataStore referenceStore,
        TimeProvider clock
    ) =>
        Answer(
            top,
            body,
            referenceStore,
            (request, json) =>
                new RecordedRanking(
                    Guid.CreateVersion7().ToString("D"),
                    Storage.Timestamp.Of(clock.GetUtcNow()),
                    handler.Rank(request, json)
                )
        );

    private static IResult Answer(
        TopPlaces top,
        JsonBody body,
        ReferenceDataStore referenceStore,
        Func<RankingRequest, System.Text.Json.JsonElement, RecordedRanking> rank
    )
    {
        var problems = new Problems();
        var request = RankingRequestReader.Read(body.Root, referenceStore.Current.ReferenceDataSet, default, problems);
        return request is null || !problems.None ? ProblemAnswer.BadInput(problems) : Created(rank(request, body.Root));

        CreatedAnswer<RankingAnswerShape> Created(RecordedRanking ranking) =>
            new(new RankingAnswer(ranking, referenceStore, top), $"{RankingsApi.Prefix}/{ranking.RankingId}");
    }
}
