using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Cases;

/// <summary>
/// Records once for each caller, idempotency key and kind of command; the same key and body give the same answer for ever.
/// </summary>
public sealed class IdempotentCommands(MatchingStore store)
{
    private readonly ConcurrentDictionary<string, Task> _inFlight = new(StringComparer.Ordinal);

    /// <summary>Runs a command, or gives the answer that was recorded for its key.</summary>
    /// <param name="scope">What tells the keys of this kind of command from those of others; fixed for ever.</param>
    /// <param name="key">The caller's key; without one the command is simply run.</param>
    /// <param name="body">The body it was sent with.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="record">Runs the command and records the mark with it; null when there is nothing for this caller.</param>
    /// <param name="readAgain">Gives the answer that an entry holds.</param>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    public async Task<T?> RunAsync<T>(
        string scope,
        IdempotencyKey key,
        JsonElement body,
        Requester requester,
        Func<IdempotencyMark?, Task<T?>> record,
        Func<LogEntry, Task<T?>> readAgain
    )
        where T : class
    {
        if (MarkOf(scope, key, body, requester) is not { } mark)
            return await record(null);
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var running = _inFlight.GetOrAdd(mark.Idempotency, mine.Task);
            if (running == mine.Task)
                return await FirstAsync(mine, mark, record, readAgain);

            // Someone else is at it with the same key; no matter what comes of it, the log then knows, or the key is free again.
            await running;
            if (store.Entries.FindByIdempotency(mark.Idempotency) is { } entry)
                return await AgainAsync(entry, mark, readAgain);
        }
    }

    /// <summary>
    /// The answer that was recorded for a key and body, also when the catalogue or the day no longer lets the body be read; null when there
    /// is none.
    /// </summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<T?> FindAsync<T>(
        string scope,
        IdempotencyKey key,
        JsonElement body,
        Requester requester,
        Func<LogEntry, Task<T?>> readAgain
    )
        where T : class
    {
        try
        {
            return MarkOf(scope, key, body, requester) is { } mark && store.Entries.FindByIdempotency(mark.Idempotency) is { } entry
                ? await AgainAsync(entry, mark, readAgain)
                : null;
        }
        // A body with half a character in it was never recorded: it has no canonical form.
        catch (Exception refused)
            when (refused is IdempotencyMismatchException or PayloadUnreadableException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<T?> FirstAsync<T>(
        TaskCompletionSource mine,
        IdempotencyMark mark,
        Func<IdempotencyMark?, Task<T?>> record,
        Func<LogEntry, Task<T?>> readAgain
    )
        where T : class
    {
        try
        {
            return store.Entries.FindByIdempotency(mark.Idempotency) is { } entry
                ? await AgainAsync(entry, mark, readAgain)
                : await record(mark);
        }
        catch (DuplicateIdempotencyException) when (store.Entries.FindByIdempotency(mark.Idempotency) is { } elsewhere)
        {
            // Another instance was at it with the same key.
            return await AgainAsync(elsewhere, mark, readAgain);
        }
        finally
        {
            _inFlight.TryRemove(mark.Idempotency, out _);
            mine.SetResult();
        }
    }

    private static Task<T?> AgainAsync<T>(LogEntry entry, IdempotencyMark mark, Func<LogEntry, Task<T?>> readAgain)
        where T : class => entry.BodyFingerprint == mark.Body ? readAgain(entry) : throw new IdempotencyMismatchException();

    private IdempotencyMark? MarkOf(string scope, IdempotencyKey key, JsonElement body, Requester requester) =>
        key.Value is { } value
            ? new IdempotencyMark(
                store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes($"{scope}{requester.Name.Length}:{requester.Name}{value}")),
                store.MasterKey.Fingerprint(DocumentHash.Canonical(body))
            )
            : null;
}

/// <summary>What an entry keeps of the key and the body it was recorded for: keyed fingerprints.</summary>
/// <param name="Idempotency">Of the caller and the key; unique in the log.</param>
/// <param name="Body">Of the body in canonical form.</param>
public sealed record IdempotencyMark(string Idempotency, string Body);

/// <summary>The idempotency key was used before with another body.</summary>
public sealed class IdempotencyMismatchException()
    : RequestRefusedException(
        new ProblemAnswer(StatusCodes.Status422UnprocessableEntity, "The idempotency key was used with another body.")
    );
