using System.Diagnostics;
using System.Net;

namespace Matching.Api.Commands.Bench;

/// <summary>What one load brought.</summary>
/// <param name="Milliseconds">How long each answer took.</param>
internal sealed record LoadResult(double RequestsPerSecond, IReadOnlyList<double> Milliseconds, int ResponseBytes);

/// <summary>A number of callers who each ask again as soon as they are answered.</summary>
internal sealed record Load(IPEndPoint Server, string Path, string ApiKey, byte[] Body, int Connections)
{
    public string Method { get; init; } = "POST";

    /// <summary>How long each rests between two requests.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Asks for so long.</summary>
    public async Task<LoadResult> RunAsync(TimeSpan length)
    {
        var connections = Enumerable.Range(0, Connections).Select(_ => new LoadConnection(Path, ApiKey, Body, Method, Pause)).ToList();
        try
        {
            foreach (var connection in connections)
                await connection.ConnectAsync(Server);
            var start = Stopwatch.GetTimestamp();
            var runs = connections.Select((connection, number) => Task.Run(() => connection.RunAsync(number * 997, length, start)));
            var milliseconds = (await Task.WhenAll(runs)).SelectMany(times => times).ToList();
            return new LoadResult(
                milliseconds.Count / Stopwatch.GetElapsedTime(start).TotalSeconds,
                milliseconds,
                connections[0].ResponseBytes
            );
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }
}
