using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Matching.Tests.Api.Support;

/// <summary>A collector of metrics and traces on a free port of this machine, by OTLP over HTTP. Keeps what comes as bytes.</summary>
sealed class FakeCollector : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<(string Signal, byte[] Bytes)> received = new();

    FakeCollector(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>Everything that came, letter for byte: protobuf writes texts as they are, so they can be searched for.</summary>
    public string All => string.Join('\n', received.Select(export => Encoding.Latin1.GetString(export.Bytes)));

    public string Metrics => TextOf("metrics");

    public string Traces => TextOf("traces");

    public static async Task<FakeCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new FakeCollector(builder.Build());
        collector.app.MapPost("/v1/{signal}", collector.TakeAsync);
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    string TextOf(string signal) =>
        string.Join('\n', received.Where(export => export.Signal == signal).Select(export => Encoding.Latin1.GetString(export.Bytes)));

    async Task<IResult> TakeAsync(string signal, HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        received.Enqueue((signal, bytes.ToArray()));
        return Results.Bytes([], "application/x-protobuf");
    }
}
