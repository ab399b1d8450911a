using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Matching.Api.Storage;

namespace Matching.Api.Http;

/// <summary>
/// Large bodies on their way in. What has arrived of one waits on disk, not in memory: in a private file without a name, encrypted with a
/// key that is nowhere but in memory, so that nothing of it is left when the request or the process ends. A few may arrive at once, and are
/// worked on one after the other.
/// </summary>
public sealed class Uploads : IDisposable
{
    /// <summary>How many may arrive at once.</summary>
    public const int MostAtOnce = 8;

    private const string FolderName = "arriving";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly string _folder;
    private readonly DiskSpace _disk;
    private readonly ConcurrencyLimiter _places = new(
        new ConcurrencyLimiterOptions { PermitLimit = MostAtOnce, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }
    );
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Removes what a process that was killed has left.</summary>
    /// <param name="dataDirectory">Where the files lie while bodies arrive.</param>
    /// <param name="disk">Says when there is no room.</param>
    public Uploads(string dataDirectory, DiskSpace disk)
    {
        (_folder, _disk) = (Path.Combine(Path.GetFullPath(dataDirectory), FolderName), disk);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Takes a body and, when all of it has arrived, has it read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">The most bytes it may hold.</param>
    /// <param name="read">Reads it, at its beginning. One body is read at a time.</param>
    /// <param name="cancellation">Ends the wait for the body.</param>
    /// <returns>What was read; null when it holds more bytes.</returns>
    /// <exception cref="RequestRefusedException">As many as may are arriving already.</exception>
    /// <exception cref="DiskNearlyFullException">There is no room for it.</exception>
    /// <exception cref="BadHttpRequestException">It arrives too slowly, or broke off.</exception>
    public async Task<T?> TakeAsync<T>(HttpRequest request, int most, Func<Stream, Task<T>> read, CancellationToken cancellation)
        where T : class
    {
        if (request.ContentLength > most)
            return null;
        using var place = _places.AttemptAcquire();
        if (!place.IsAcquired)
            throw new RequestRefusedException(
                new ProblemAnswer(StatusCodes.Status503ServiceUnavailable, "As many files arrive as can at once. Try again later.")
                {
                    RetryAfterSeconds = (int)BodyArrival.Window.TotalSeconds,
                }
            );
        _disk.RefuseWhenNearlyFull();
        using var cipher = Aes.Create();
        await using var file = PrivateFile.OpenTemporary(_folder);
        await using (var sealing = new CryptoStream(file, cipher.CreateEncryptor(), CryptoStreamMode.Write, leaveOpen: true))
        {
            if (!await CopyAsync(request, most, sealing, cancellation))
                return null;
        }
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            file.Position = 0;
            await using var opening = new CryptoStream(file, cipher.CreateDecryptor(), CryptoStreamMode.Read, leaveOpen: true);
            await using var body = new BufferedStream(opening);
            return await read(body);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _oneAtATime.Dispose();
    }

    private static async Task WriteAsync(ReadOnlyMemory<byte> bytes, CryptoStream into, CancellationToken cancellation)
    {
        try
        {
            await into.WriteAsync(bytes, cancellation);
        }
        catch (IOException)
        {
            throw new DiskNearlyFullException();
        }
    }

    private static async Task<bool> CopyAsync(HttpRequest request, int most, CryptoStream into, CancellationToken cancellation)
    {
        using var arrival = new BodyArrival(request, Longest, cancellation);
        var total = 0L;
        while (true)
        {
            var part = await arrival.ReadAsync();
            arrival.Arrived(part.Buffer.Length);
            total += part.Buffer.Length;
            if (total <= most)
            {
                foreach (var bytes in part.Buffer)
                    await WriteAsync(bytes, into, cancellation);
            }
            request.BodyReader.AdvanceTo(part.Buffer.End);
            if (total > most)
                return false;
            if (part.IsCompleted)
                return true;
        }
    }
}
