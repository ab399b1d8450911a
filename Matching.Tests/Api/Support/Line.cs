using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Matching.Tests.Api.Support;

/// <summary>
/// A network between the service and its database. When it is cut it becomes a black hole: connections stay open and are still taken, and
/// nothing that is sent arrives until it is mended.
/// </summary>
sealed class Line : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource ended = new();
    readonly int to;
    volatile TaskCompletionSource open = Opened();

    public Line(int to)
    {
        this.to = to;
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>A line to the server that a connection string names.</summary>
    public static Line To(string postgres, out string through)
    {
        var named = new NpgsqlConnectionStringBuilder(postgres);
        var line = new Line(named.Port);
        named.Port = ((IPEndPoint)line.listener.LocalEndpoint).Port;
        through = named.ToString();
        return line;
    }

    public void Cut() => open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend() => open.TrySetResult();

    public void Dispose()
    {
        ended.Cancel();
        listener.Dispose();
        Mend();
        ended.Dispose();
    }

    static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ConnectAsync(await listener.AcceptTcpClientAsync(ended.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    async Task ConnectAsync(TcpClient caller)
    {
        using var one = caller;
        using var other = new TcpClient();
        try
        {
            await open.Task;
            await other.ConnectAsync(IPAddress.Loopback, to, ended.Token);
            (one.NoDelay, other.NoDelay) = (true, true);
            var token = ended.Token;
            await Task.WhenAny(
                CarryAsync(one.GetStream(), other.GetStream(), token),
                CarryAsync(other.GetStream(), one.GetStream(), token)
            );
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end hung up.
        }
    }

    async Task CarryAsync(NetworkStream from, NetworkStream into, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            await open.Task;
            await into.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        // Who hung up on the one side is not heard on the other either.
        await open.Task;
    }
}
