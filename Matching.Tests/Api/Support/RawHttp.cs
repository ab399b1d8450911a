using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Matching.Tests.Api.Support;

/// <summary>Sends bytes as they are, for what no well-behaved client would send, and reads what comes until the connection ends.</summary>
static class RawHttp
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task<string> SendAsync(Uri address, string head, byte[]? body = null) =>
        SendAsync(address, Encoding.Latin1.GetBytes(head), body ?? []);

    public static async Task<string> SendAsync(Uri address, byte[] head, byte[] body)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(head, patience.Token);
        await stream.WriteAsync(body, patience.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, patience.Token);
        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
