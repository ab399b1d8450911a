using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Matching.Tests.Api.Storm;

/// <summary>An answer as it came, head and body apart.</summary>
sealed record RawAnswer(int Status, string Head, byte[] Body, bool Closes)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public bool Has(string header) => Head.Contains("\r\n" + header, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Head + Text;
}

/// <summary>One kept-alive connection that sends bytes as they are and reads one answer.</summary>
sealed class RawConnection : IDisposable
{
    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    byte[] buffer = new byte[32 * 1024];
    int filled;

    public static async Task<RawConnection> OpenAsync(int port, CancellationToken cancellation)
    {
        var connection = new RawConnection();
        await connection.socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        return connection;
    }

    /// <summary>Sends and reads the answer; null when the connection ended without a whole one, as it may.</summary>
    /// <param name="bytes">The request.</param>
    /// <param name="isLast">Nothing more is sent after it, and the server is reported so, which it may take for a caller who does not
    /// wait: it may end the connection in the middle of the answer.</param>
    /// <param name="isHead">The answer has no body regardless of its head.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<RawAnswer?> AskAsync(byte[] bytes, bool isLast, bool isHead, CancellationToken cancellation)
    {
        filled = 0;
        try
        {
            await socket.SendAsync(bytes, cancellation);
            if (isLast)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Refused while it was still being sent: the answer may be there all the same.
        }
        try
        {
            return await ReadAsync(isHead, cancellation);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (InvalidDataException) when (isLast)
        {
            return null;
        }
    }

    public void Dispose() => socket.Dispose();

    async Task<RawAnswer?> ReadAsync(bool isHead, CancellationToken cancellation)
    {
        while (true)
        {
            int end;
            while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
            {
                if (!await FillAsync(cancellation))
                    return null;
            }
            var head = Encoding.Latin1.GetString(buffer, 0, end + 4);
            var status = int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            Drop(end + 4);
            if (status < 200)
                continue;
            var closes = head.Contains("\r\nConnection: close", StringComparison.OrdinalIgnoreCase);
            if (isHead || status is 204 or 304)
                return new(status, head, [], closes);
            if (head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
                return new(status, head, await ReadChunksAsync(cancellation), closes);
            var length = ValueOf(head, "\r\nContent-Length: ");
            return length is null
                ? new(status, head, await ReadToEndAsync(cancellation), true)
                : new(status, head, await ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellation), closes);
        }
    }

    async Task<byte[]> ReadChunksAsync(CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        while (true)
        {
            int end;
            while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n"u8)) < 0)
            {
                if (!await FillAsync(cancellation))
                    throw new InvalidDataException("The answer ends in the middle of a chunk.");
            }
            var length = int.Parse(Encoding.ASCII.GetString(buffer, 0, end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            Drop(end + 2);
            var chunk = await ReadExactlyAsync(length + 2, cancellation);
            if (length == 0)
                return body.ToArray();
            body.Write(chunk, 0, length);
        }
    }

    async Task<byte[]> ReadExactlyAsync(int length, CancellationToken cancellation)
    {
        while (filled < length)
        {
            if (!await FillAsync(cancellation))
                throw new InvalidDataException("The answer is cut short.");
        }
        var read = buffer[..length];
        Drop(length);
        return read;
    }

    async Task<byte[]> ReadToEndAsync(CancellationToken cancellation)
    {
        while (await FillAsync(cancellation)) { }
        return buffer[..filled];
    }

    async Task<bool> FillAsync(CancellationToken cancellation)
    {
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var count = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellation);
        filled += count;
        return count > 0;
    }

    void Drop(int count)
    {
        buffer.AsSpan(count, filled - count).CopyTo(buffer);
        filled -= count;
    }

    static string? ValueOf(string head, string header)
    {
        var at = head.IndexOf(header, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : head[(at + header.Length)..head.IndexOf("\r\n", at + header.Length, StringComparison.Ordinal)];
    }
}
