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
    public static WebApplication Service(string dataDirectory, bool commitPerEntry, string? postgres = null)
    {
        var app = MatchingApplication.Build([
            .. ServiceArguments(dataDirectory, 0),
            $"--Storage:CommitPerEntry={(commitPerEntry ? "true" : "false")}",
            $"--ConnectionStrings:Postgres={postgres}",
        ]);
        app.MapPost(Unrecorded, RankUnrecordedAsync).ForRoles(Role.Visitator);
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
        builder.Services.AddSingleton(
            new CallerDirectory([new Caller(CallerName, SecretKey.Sha256(ApiKey), [Role.Visitator], TeamSet.All)], TimeProvider.System)
        );
        builder.Services.AddCallers();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost(
                Bare,
                Task<IResult> (HttpContext context, CancellationToken _) => ReadAndAnswerAsync(context, referenceStore, (_, _) => answer)
            )
            .ForRoles(Role.Visitator);
        return app;
    }

    /// <summary>Where a started server listens.</summary>
    public static IPEndPoint Address(WebApplication app) => IPEndPoint.Parse(new Uri(app.Urls.Single()).Authority);

    private static Task<IResult> RankUnrecordedAsync(
        HttpContext context,
        RankingHandler handler,
        ReferenceDataStore referenceStore,
        TimeProvider clock
    ) =>
        ReadAndAnswerAsync(
            context,
            referenceStore,
            (request, body) =>
                new RecordedRanking(
                    Guid.CreateVersion7().ToString("D"),
                    Storage.Timestamp.Of(clock.GetUtcNow()),
                    handler.Rank(request, body)
                )
        );

    private static async Task<IResult> ReadAndAnswerAsync(
        HttpContext context,
        ReferenceDataStore referenceStore,
        Func<RankingRequest, System.Text.Json.JsonElement, RecordedRanking> answer
    )
    {
        var problems = new Problems();
        var top = RankingsApi.ReadTop(context.Request.Query, problems);
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted);
        using (json)
        {
            if (json is null)
                return problem!;
            var request = RankingRequestReader.Read(json.RootElement, referenceStore.Current.ReferenceDataSet, default, problems);
            return request is null || !problems.None
                ? ProblemAnswer.BadInput(problems)
                : new RankingsApi.RankingAnswer(answer(request, json.RootElement), referenceStore, top, StatusCodes.Status201Created);
        }
    }
}
