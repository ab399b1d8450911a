using System.IO.Pipelines;

namespace Matching.Api.Http;

/// <summary>
/// How fast a body must arrive: so many bytes within every window of time, and all of it before a deadline. The web server's own rate is an
/// average from the first byte on: whoever sent much at once could then stay for hours.
/// </summary>
internal sealed class BodyArrival : IDisposable
{
    /// <summary>How long a window lasts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes must arrive within one, 1 KiB/s.</summary>
    public const int LeastInWindow = 10 * 1024;

    private readonly PipeReader _body;
    private readonly CancellationToken _cancellation;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _most;
    private readonly long _began;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenRegistration _ends;
    private long _windowBegan;
    private long _inWindow;

    /// <param name="request">Whose body it is.</param>
    /// <param name="most">How long all of it may take.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public BodyArrival(HttpRequest request, TimeSpan most, CancellationToken cancellation)
    {
        (_body, _most, _cancellation) = (request.BodyReader, most, cancellation);
        _clock = request.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        _began = _windowBegan = _clock.GetTimestamp();
        _late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
        _ends = _late.Token.Register(_body.CancelPendingRead);
    }

    /// <summary>What has arrived; the caller says how far it was used.</summary>
    /// <exception cref="BadHttpRequestException">It arrives too slowly (408), or broke off (400).</exception>
    public async ValueTask<ReadResult> ReadAsync()
    {
        var left = Min(_most - _clock.GetElapsedTime(_began), Window - _clock.GetElapsedTime(_windowBegan));
        _late.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            var read = await _body.ReadAsync(_cancellation);
            if (!read.IsCanceled)
                return read;
            _body.AdvanceTo(read.Buffer.End);
        }
        // The web server says so of a chunk whose size overflows, and of a connection that broke off.
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body could not be read.", broken);
        }
        throw new BadHttpRequestException("The body arrives too slowly.", StatusCodes.Status408RequestTimeout);
    }

    /// <summary>Counts what is new since the last read.</summary>
    public void Arrived(long bytes)
    {
        _inWindow += bytes;
        if (_inWindow < LeastInWindow)
            return;
        (_windowBegan, _inWindow) = (_clock.GetTimestamp(), 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends.Dispose();
        _late.Dispose();
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
