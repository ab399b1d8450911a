using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Matching.Api.Http;
using Matching.Api.Storage;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>Callers who send or read slowly, or not at all, hold little and not for long, and keep nobody else out.</summary>
[NonParallelizable] // Times are the promise here.
public sealed class SlowCallerTests
{
    const string Marker = "A text that only this upload holds.";
    const string Upload = "POST /v1/models/training-runs",
        Ranking = "POST /v1/rankings";
    const int Megabytes31 = 31 << 20;
    static readonly TimeSpan Soon = BodyArrival.Window * 2;

    [TestCase(Ranking, "application/json", RequestBody.MostBytes)]
    [TestCase(Upload, "text/csv", Megabytes31)]
    [TestCase(Upload, "multipart/form-data; boundary=x", Megabytes31)]
    public async Task A_body_that_stops_arriving_is_answered_408_however_much_came_before(string call, string type, int length)
    {
        await using var service = await LiveService.StartAsync();
        using var caller = await Parked.SendAsync(service, call, type, length, length - 5000);
        var (answer, after) = await caller.TrickleAsync();
        TestContext.Out.WriteLine($"answered after {after.TotalSeconds:f1} s");
        Assert.That(answer, Does.StartWith("HTTP/1.1 408 ").And.Contain("application/problem+json"));
        Assert.That(answer, Does.Contain("Connection: close"));
        Assert.That(after, Is.LessThan(Soon));
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(service.Log.Faults, Is.Empty);
    }

    [Test]
    public async Task A_body_that_arrives_in_pieces_fast_enough_is_read()
    {
        await using var service = await LiveService.StartAsync();
        var body = Encoding.UTF8.GetBytes(Example.Json);
        using var caller = await Parked.SendAsync(service, Ranking, "application/json", body.Length, 0);
        for (var sent = 0; sent < body.Length; sent += 100)
        {
            await caller.SendAsync(body.AsMemory(sent, Math.Min(100, body.Length - sent)));
            await Task.Delay(20);
        }
        Assert.That(await caller.AnswerAsync(), Does.StartWith("HTTP/1.1 201 "));
    }

    [Test]
    public async Task As_many_files_arrive_as_may_and_the_next_is_asked_to_come_back()
    {
        await using var service = await LiveService.StartAsync();
        var parked = new List<Parked>();
        for (var i = 0; i < Uploads.MostAtOnce; i++)
            parked.Add(await Parked.SendAsync(service, Upload, "text/csv", Megabytes31, 1 << 20));
        await UntilAsync(() => Temporary().Count == Uploads.MostAtOnce);
        var next = await service.SendAsync(
            HttpMethod.Post,
            "/v1/models/training-runs",
            LiveService.Content(Encoding.UTF8.GetBytes("a,b\n1,2\n"), "text/csv")
        );
        Assert.That(
            (next.Status, next.ContentType, next.Headers.RetryAfter is not null),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json", true))
        );
        parked.ForEach(caller => caller.Dispose());
        await UntilAsync(() => Temporary().Count == 0);
        next = await service.SendAsync(
            HttpMethod.Post,
            "/v1/models/training-runs",
            LiveService.Content(Encoding.UTF8.GetBytes("a,b\n1,2\n"), "text/csv")
        );
        Assert.That(next.Status, Is.EqualTo(HttpStatusCode.Accepted), next.Text);
    }

    [Test]
    public async Task What_arrived_of_a_file_has_no_name_is_private_and_cannot_be_read()
    {
        await using var service = await LiveService.StartAsync();
        var part = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Marker + "\n", 60_000)));
        using (var caller = await Parked.SendAsync(service, Upload, "text/csv", Megabytes31, 0))
        {
            await caller.SendAsync(part);
            await UntilAsync(() => Temporary() is [var one] && Bytes(one).Length >= part.Length / 2);
            Assert.That(Directory.GetFiles(Path.Combine(service.Folder, "arriving")), Is.Empty);
            var file = Temporary().Single();
            Assert.That(PrivateFile.IsOpenToOthers(file), Is.False);
            Assert.That(Encoding.Latin1.GetString(Bytes(file)), Does.Not.Contain(Marker[..12]));
        }
        await UntilAsync(() => Temporary().Count == 0);
    }

    [Test]
    public async Task What_a_killed_process_left_is_removed_at_start()
    {
        var folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "arriving"));
        await File.WriteAllTextAsync(Path.Combine(folder, "arriving", "left"), Marker);
        await using var service = await LiveService.StartOnAsync(folder);
        Assert.That(Path.Combine(folder, "arriving"), Does.Not.Exist);
    }

    [Test]
    public async Task More_than_may_at_once_are_asked_to_come_back_and_health_is_answered()
    {
        const int most = 3;
        await using var service = await LiveService.StartAsync($"--RateLimit:RequestsAtOnce={most}");
        var parked = new List<Parked>();
        for (var i = 0; i < most; i++)
            parked.Add(await Parked.SendAsync(service, Ranking, "application/json", RequestBody.MostBytes, 1000));
        Reply refused;
        do refused = await service.GetAsync("/v1/placements");
        while (refused.Status == HttpStatusCode.OK);
        Assert.That(
            (refused.Status, refused.ContentType, refused.Headers.RetryAfter is not null),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json", true))
        );
        Assert.That(refused.Headers.Contains("X-Content-Type-Options"));
        Assert.That((await service.GetAsync("/health/live", caller: "")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await service.GetAsync("/health/ready", caller: "")).Status, Is.EqualTo(HttpStatusCode.OK));
        parked.ForEach(caller => caller.Dispose());
        await UntilAsync(() => service.GetAsync("/v1/placements").GetAwaiter().GetResult().Status == HttpStatusCode.OK);
    }

    [Test]
    public async Task Who_takes_no_more_of_an_answer_is_cut_off_however_much_they_took_before()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
        var context = new DefaultHttpContext();
        var lifetime = new Lifetime();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Features.Set<IHttpResponseBodyFeature>(new Piped(pipe.Writer));
        await StreamedAnswer.SendAsync(context, new byte[1000], Soon);
        pipe.Reader.AdvanceTo((await pipe.Reader.ReadAsync()).Buffer.End);

        await Assert.CatchAsync<OperationCanceledException>(() =>
            StreamedAnswer.SendAsync(context, new byte[4096], TimeSpan.FromMilliseconds(200))
        );
        Assert.That(lifetime.IsAborted, Is.True);
    }

    sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }

    sealed class Piped(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public Task CompleteAsync() => Task.CompletedTask;

        public void DisableBuffering() { }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }

    /// <summary>The files without a name that this process has open to write arriving bodies to.</summary>
    static List<string> Temporary()
    {
        const string open = "/proc/self/fd";
        if (!Directory.Exists(open))
            Assert.Ignore("The system does not show what a process has open.");
        return
        [
            .. Directory
                .GetFiles(open)
                .Where(file => new FileInfo(file).LinkTarget is { } target && target.Contains("/arriving/", StringComparison.Ordinal)),
        ];
    }

    static byte[] Bytes(string open)
    {
        using var file = new FileStream(open, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    static async Task UntilAsync(Func<bool> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !isSo(); await Task.Delay(25))
            Assert.That(waited.Elapsed, Is.LessThan(Soon));
    }

    /// <summary>A caller that sends a part of what it said it would, and stays.</summary>
    sealed class Parked : IDisposable
    {
        readonly TcpClient client = new();

        public static async Task<Parked> SendAsync(LiveService service, string call, string type, int length, int sent)
        {
            var caller = new Parked();
            await caller.client.ConnectAsync(IPAddress.Loopback, service.Address.Port);
            await caller.SendAsync(
                Encoding.ASCII.GetBytes(
                    $"{call} HTTP/1.1\r\nHost: here\r\nX-Api-Key: {LiveService.KeyOf(LiveService.All)}\r\nContent-Type: {type}\r\n"
                        + $"Content-Length: {length}\r\n\r\n"
                )
            );
            await caller.SendAsync(new byte[sent]);
            return caller;
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => client.GetStream().WriteAsync(bytes);

        /// <summary>What is answered, and until the connection ends.</summary>
        public async Task<string> AnswerAsync()
        {
            using var patience = new CancellationTokenSource(Soon);
            var answer = new byte[64 * 1024];
            var read = await client.GetStream().ReadAsync(answer, patience.Token);
            return Encoding.UTF8.GetString(answer, 0, read);
        }

        /// <summary>Sends a byte now and then until it is answered.</summary>
        public async Task<(string Answer, TimeSpan After)> TrickleAsync()
        {
            var clock = Stopwatch.StartNew();
            while (client.Available == 0 && clock.Elapsed < Soon * 2)
            {
                await SendAsync("a"u8.ToArray());
                await Task.Delay(500);
            }
            return (client.Available == 0 ? "" : await AnswerAsync(), clock.Elapsed);
        }

        public void Dispose() => client.Dispose();
    }
}
