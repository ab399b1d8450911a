using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Matching.Api.Commands.Bench;

/// <summary>This program again, as a server in a process of its own.</summary>
internal sealed class ChildServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private ChildServer(Process process, IPEndPoint address, TimeSpan startUp) =>
        (_process, Address, StartUp) = (process, address, startUp);

    public IPEndPoint Address { get; }

    /// <summary>From the start of the process to the first successful answer.</summary>
    public TimeSpan StartUp { get; }

    public double WorkingSetMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Starts the program and waits for its first success.</summary>
    /// <param name="arguments">The arguments, given a free port.</param>
    /// <param name="path">What is asked for.</param>
    /// <exception cref="TimeoutException">It never answered.</exception>
    public static ChildServer Start(Func<int, IEnumerable<string>> arguments, string path)
    {
        var port = FreePort();
        var address = new IPEndPoint(IPAddress.Loopback, port);
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.FileName, var first) = Program();
        foreach (var argument in first.Concat(arguments(port)))
            start.ArgumentList.Add(argument);
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!Answers(address, request))
        {
            if (!process.HasExited && Stopwatch.GetElapsedTime(began) < Patience)
                continue;
            Stop(process);
            throw new TimeoutException($"The server started for measuring never answered {path}.");
        }
        return new ChildServer(process, address, Stopwatch.GetElapsedTime(began));
    }

    public void Dispose() => Stop(_process);

    private static void Stop(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static bool Answers(IPEndPoint address, byte[] request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(address);
            socket.Send(request);
            Span<byte> answer = stackalloc byte[64];
            return answer[..socket.Receive(answer)].StartsWith("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            // Nothing says when another process begins to listen; a pause leaves it the processor meanwhile.
            Thread.Sleep(1);
            return false;
        }
    }

    /// <summary>The program itself where it was built, else the runtime with it.</summary>
    private static (string FileName, string[] First) Program()
    {
        var assembly = typeof(ChildServer).Assembly.Location;
        var program = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return File.Exists(program) ? (program, []) : ("dotnet", [assembly]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
