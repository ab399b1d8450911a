using System.Buffers;

namespace Matching.Api.Http;

/// <summary>
/// Answers that are written piece by piece as they are read. Each piece must be taken within a time, or the connection is cut: the web
/// server's own rate is an average from the first piece on, so that whoever took the first ones fast could let us wait for hours.
/// </summary>
internal static class StreamedAnswer
{
    /// <summary>How long a piece may wait to be taken.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Sends what was written before and these bytes, waiting until the caller has room for them.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone, or takes too long and was cut off.</exception>
    public static Task SendAsync(this HttpContext context, ReadOnlyMemory<byte> piece) => SendAsync(context, piece, Longest);

    internal static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> piece, TimeSpan longest)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        late.CancelAfter(longest);
        try
        {
            context.Response.BodyWriter.Write(piece.Span);
            await context.Response.BodyWriter.FlushAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            throw;
        }
    }
}
