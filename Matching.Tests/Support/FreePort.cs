using System.Net;
using System.Net.Sockets;

namespace Matching.Tests.Support;

/// <summary>
/// A port of this machine for a process that is about to start. It lies below the range from which outgoing connections get theirs: tests
/// that run at the
/// same time open many, and one of those would sometimes take the port before the process does.
/// </summary>
static class FreePort
{
    const int First = 20_000;
    const int Count = 12_000;

    static int next = Random.Shared.Next(Count);

    public static int Next()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
        throw new InvalidOperationException("No port is free.");
    }
}
