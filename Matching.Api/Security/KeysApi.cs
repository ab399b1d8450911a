using Matching.Api.Http;
using Matching.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Security;

/// <summary>
/// The keys the service keeps, over HTTP. An administrator may give any role for their own teams; who made a key is recorded with it.
/// </summary>
public static class KeysApi
{
    /// <summary>The routes.</summary>
    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapApi("/v1/keys", "Keys");
        keys.MapPost("", IssueAsync).ForRoles(Role.Administrator).DescribeIssueKey();
        keys.MapGet("", List).ForRoles(Role.Administrator, Role.Auditor).DescribeListKeys();
        keys.MapDelete("/{id}", RevokeAsync).ForRoles(Role.Administrator).DescribeRevokeKey();
        keys.MapPost("/{id}/rotation", RotateAsync).ForRoles(Role.Administrator).DescribeRotateKey();
    }

    private static async Task<IResult> IssueAsync(CurrentCaller caller, Body<KeyRequest> request, CallerKeyHandler handler) =>
        await handler.IssueAsync(request.Value, caller) is { } issued
            ? Issued(issued)
            : new ProblemAnswer(
                StatusCodes.Status409Conflict,
                "The name has been used.",
                "Rotate the key that has it, or choose another name."
            );

    private static async Task<IResult> RotateAsync(
        KeyId id,
        CurrentCaller caller,
        Body<RotationRequest> request,
        CallerKeyHandler handler,
        StoredKeys keys
    )
    {
        if (keys.Find(id.Value) is null)
            return NoSuchKey();
        return await handler.RotateAsync(id.Value, request.Value.OverlapDays, caller) is { } issued
            ? Issued(issued)
            : new ProblemAnswer(StatusCodes.Status409Conflict, "The key was revoked, or another one follows it already.");
    }

    private static async Task<Results<NoContent, ProblemAnswer>> RevokeAsync(
        KeyId id,
        CurrentCaller caller,
        CallerKeyHandler handler,
        StoredKeys keys
    )
    {
        if (keys.Find(id.Value) is null)
            return NoSuchKey();
        await handler.RevokeAsync(id.Value, caller.Name);
        return TypedResults.NoContent();
    }

    private static Ok<KeysAnswer> List(StoredKeys keys, CallerDirectory callers, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(
            new KeysAnswer([
                .. keys.All.Select(key => new KeyAnswer(
                    key.Id,
                    key.Caller.Name,
                    key.Caller.Roles,
                    key.Caller.Teams.Words,
                    key.StandingAt(now),
                    callers.IsConfigured(key.Caller.Name),
                    Text(key.Caller.Expires),
                    key.CreatedAt,
                    key.CreatedBy,
                    key.Replaces,
                    key.ReplacedBy,
                    key.RevokedAt,
                    key.RevokedBy
                )),
            ])
        );
    }

    private static IResult Issued(CallerKeyHandler.NewKey issued)
    {
        var (stored, caller) = (issued.Stored, issued.Stored.Caller);
        return TypedResults.Json(
            new IssuedKeyAnswer(
                stored.Id,
                issued.Key,
                caller.Name,
                caller.Roles,
                caller.Teams.Words,
                Text(caller.Expires),
                stored.Replaces
            ),
            statusCode: StatusCodes.Status201Created
        );
    }

    private static string? Text(DateTimeOffset? moment) => moment is { } at ? Timestamp.Of(at) : null;

    private static ProblemAnswer NoSuchKey() => new(StatusCodes.Status404NotFound, "There is no such key.");
}

/// <summary>A key that was just made.</summary>
/// <param name="Key">Send it in X-Api-Key. It is shown this once; only its SHA-256 is kept.</param>
/// <param name="ExpiresAt">From then on it opens nothing; null = never.</param>
/// <param name="Replaces">The id of the key it follows.</param>
public sealed record IssuedKeyAnswer(
    string Id,
    string Key,
    string Name,
    IReadOnlyList<Role> Roles,
    IReadOnlyList<string> Teams,
    string? ExpiresAt,
    string? Replaces
);

/// <summary>Every key the service keeps, oldest first; those of the configuration are not among them.</summary>
public sealed record KeysAnswer(IReadOnlyList<KeyAnswer> Keys);

/// <summary>A key the service keeps, without its secret.</summary>
/// <param name="NameIsConfigured">A caller of this name was configured later: this key opens nothing while that is so.</param>
public sealed record KeyAnswer(
    string Id,
    string Name,
    IReadOnlyList<Role> Roles,
    IReadOnlyList<string> Teams,
    KeyStanding Standing,
    bool NameIsConfigured,
    string? ExpiresAt,
    string CreatedAt,
    string CreatedBy,
    string? Replaces,
    string? ReplacedBy,
    string? RevokedAt,
    string? RevokedBy
);
