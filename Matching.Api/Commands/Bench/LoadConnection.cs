using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Matching.Api.Commands.Bench;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends the same request over and over, each about another case. Hardly more than the socket,
/// so that the client takes little of the machine it shares with the server.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int Cases = 1000;
    private const int LargestResponse = 256 * 1024;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TimeSpan _pause;
    private readonly byte[] _request;
    private readonly int _caseNumber;
    private readonly byte[] _response = new byte[LargestResponse];

    /// <summary>Prepares the request.</summary>
    public LoadConnection(string path, string apiKey, byte[] body, string method = "POST", TimeSpan pause = default)
    {
        _pause = pause;
        var head =
            $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: {apiKey}\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{body.Length}\r\n\r\n";
        _request = [.. Encoding.ASCII.GetBytes(head), .. body];
        _caseNumber = _request.AsSpan().IndexOf(Encoding.ASCII.GetBytes(BenchRequest.CaseNumber));
    }

    /// <summary>Length of the last answer, headers and all.</summary>
    public int ResponseBytes { get; private set; }

    public Task ConnectAsync(IPEndPoint server) => _socket.ConnectAsync(server);

    /// <summary>Asks until the time is up; gives the milliseconds that each answer took.</summary>
    /// <exception cref="InvalidDataException">An answer was not a success.</exception>
    public async Task<List<double>> RunAsync(int firstCase, TimeSpan length, long start)
    {
        var milliseconds = new List<double>(16 * 1024);
        var nextCase = firstCase;
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            if (_caseNumber >= 0)
                (nextCase % Cases).TryFormat(_request.AsSpan(_caseNumber, BenchRequest.CaseNumber.Length), out _, "D5");
            nextCase++;
            var asked = Stopwatch.GetTimestamp();
            await _socket.SendAsync(_request);
            await ReceiveAsync();
            milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            if (_pause > TimeSpan.Zero)
                await Task.Delay(_pause);
        }
        return milliseconds;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask ReceiveAsync()
    {
        var received = 0;
        do
        {
            var count = await _socket.ReceiveAsync(_response.AsMemory(received));
            if (count == 0)
                throw new InvalidDataException("The server closed the connection.");
            received += count;
        } while (!IsWhole(_response.AsSpan(0, received)));
        ResponseBytes = received;
    }

    /// <summary>
    /// Whether a whole answer is there: as long as its head says, or up to the last chunk. Only one answer is ever on its way.
    /// </summary>
    private static bool IsWhole(ReadOnlySpan<byte> response)
    {
        var end = response.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        if (!response.StartsWith("HTTP/1.1 20"u8))
            throw new InvalidDataException($"The server answered {Encoding.UTF8.GetString(response)}");
        if (response.StartsWith("HTTP/1.1 204"u8))
            return true;
        var length = response[..end].IndexOf("\r\nContent-Length: "u8);
        if (length < 0)
            return response.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = response[(length + "\r\nContent-Length: "u8.Length)..];
        return response.Length == end + 4 + int.Parse(digits[..digits.IndexOf("\r\n"u8)]);
    }
}
