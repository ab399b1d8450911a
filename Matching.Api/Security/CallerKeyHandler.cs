using System.Globalization;
using Matching.Api.Http;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>
/// Issues, rotates and revokes the keys the service keeps. Every change is in the log, with who made it, before it is in force.
/// </summary>
public sealed class CallerKeyHandler(MatchingStore store, StoredKeys keys, TimeProvider clock) : IDisposable
{
    // What a change rests on must still be so when it is recorded, and administrators are few.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>A key that was just made; nobody can show it again.</summary>
    internal sealed record NewKey(StoredKey Stored, string Key);

    /// <summary>Makes a key for a new caller; null when the name has been used before.</summary>
    /// <exception cref="MoreThanHeldException">It would work for teams that its maker does not work for.</exception>
    internal Task<NewKey?> IssueAsync(KeyRequest request, CurrentCaller by) =>
        OneAtATimeAsync<NewKey?>(async known =>
        {
            RequireHeld(request.Teams, by, "teams");
            if (keys.All.Any(key => key.Caller.Name.Equals(request.Name, StringComparison.OrdinalIgnoreCase)))
                return null;
            return await IssueAsync(
                new KeyRecord(
                    KeyRecord.CurrentSchema,
                    KeyRecord.Issued,
                    NewId(),
                    by.Name,
                    request.Name,
                    [.. request.Roles.Select(Terms<Role>.Text)],
                    request.Teams.Words,
                    Expires: request.Expires
                ),
                known
            );
        });

    /// <summary>
    /// Makes another key for the same caller that lives as long as the old one was made to, and lets the old one expire; null when the old
    /// one was revoked or has been followed already.
    /// </summary>
    /// <exception cref="MoreThanHeldException">The key works for teams that whoever would see the new one does not work for.</exception>
    internal Task<NewKey?> RotateAsync(string id, int overlapDays, CurrentCaller by) =>
        OneAtATimeAsync<NewKey?>(async known =>
        {
            var old = keys.Find(id)!;
            RequireHeld(old.Caller.Teams, by, "id");
            if (old.RevokedAt is not null || old.ReplacedBy is not null)
                return null;
            var now = clock.GetUtcNow();
            var overlapEnds = Moment.Later(now, TimeSpan.FromDays(overlapDays));
            return await IssueAsync(
                new KeyRecord(
                    KeyRecord.CurrentSchema,
                    KeyRecord.Issued,
                    NewId(),
                    by.Name,
                    old.Caller.Name,
                    [.. old.Caller.Roles.Select(Terms<Role>.Text)],
                    old.Caller.Teams.Words,
                    Expires: old.Caller.Expires is { } expires
                        ? Moment.Later(now, expires - DateTimeOffset.Parse(old.CreatedAt, CultureInfo.InvariantCulture))
                        : null,
                    Replaces: id,
                    ReplacedExpires: old.Caller.Expires < overlapEnds ? old.Caller.Expires : overlapEnds
                ),
                known
            );
        });

    /// <summary>Ends a key at once. One that was revoked before stays as it is.</summary>
    internal Task RevokeAsync(string id, string by) =>
        OneAtATimeAsync(async known =>
        {
            if (keys.Find(id)!.RevokedAt is null)
                await RecordAsync(new KeyRecord(KeyRecord.CurrentSchema, KeyRecord.Revoked, id, by), known);
            return true;
        });

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private static void RequireHeld(TeamSet teams, CurrentCaller by, string field)
    {
        if (!by.Teams.Covers(teams))
            throw new MoreThanHeldException(field);
    }

    private async Task<NewKey> IssueAsync(KeyRecord record, long? known)
    {
        var key = SecretKey.New();
        await RecordAsync(record with { KeySha256 = Convert.ToHexStringLower(SecretKey.Sha256(key)) }, known);
        return new NewKey(keys.Find(record.KeyId)!, key);
    }

    private Task RecordAsync(KeyRecord record, long? known) =>
        store.Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.CallerKey,
                Caller = record.By,
                Payload = record.Payload(),
                Expected = ExpectedVersion.Of(known, StreamName.CallerKeys),
            },
            CancellationToken.None
        );

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("D");

    private async Task<T> OneAtATimeAsync<T>(Func<long?, Task<T>> change)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            return await store.DecideFirmlyAsync(change);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}

/// <summary>A caller would give, or be shown, a key for teams that they do not work for themselves.</summary>
/// <param name="field">Where the request says so.</param>
public sealed class MoreThanHeldException(string field)
    : RequestRefusedException(
        new ProblemAnswer(
            StatusCodes.Status403Forbidden,
            "The key would open more than the caller's own.",
            "A key can be given for the teams that its giver works for, and no others.",
            Problems.Of(field, "goes beyond the teams of the caller").ByPath()
        )
    );
