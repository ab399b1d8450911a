using System.Net;
using System.Net.Sockets;
using System.Text;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>The service is told to stop: by SIGTERM, as a supervisor does it.</summary>
public sealed class StoppingTests
{
    [Test]
    public async Task As_soon_as_it_stops_the_service_is_not_ready_and_says_why()
    {
        await using var service = await LiveService.StartAsync();
        service.App.Lifetime.StopApplication();
        var ready = await service.GetAsync("/health/ready", caller: "");
        Assert.That(ready.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(
            ready.Json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()),
            Is.EqualTo(new[] { "stopping" })
        );
    }

    [Test]
    public async Task A_terminated_process_finishes_what_runs_writes_its_last_checkpoint_and_ends_with_zero()
    {
        var folder = TemporaryStore.NewFolder();
        try
        {
            await using var service = await ServiceProcess.StartAsync(folder, "--Checkpoints:EverySeconds=3600", "--ShutdownSeconds=30");
            var rankings = Enumerable
                .Range(0, 40)
                .Select(i => AnswerAsync(service, Example.With("caseReference", $"\"stop-{i}\"")))
                .ToList();
            await Task.WhenAny(rankings);
            await service.TerminateAsync();
            var answered = (await Task.WhenAll(rankings)).Count(created => created);
            Assert.That(service.ExitCode, Is.Zero);

            var covered = Directory
                .GetFiles(Path.Combine(folder, "checkpoints"), "checkpoint-*.txt")
                .Max(file =>
                    long.Parse(
                        Path.GetFileNameWithoutExtension(file)["checkpoint-".Length..],
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                );
            await using var again = await LiveService.StartOnAsync(folder);
            var entries = await again.EntriesAsync();
            Assert.That((entries >= answered, answered > 0, covered), Is.EqualTo((true, true, entries)));
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task A_request_that_never_ends_does_not_keep_the_process_from_ending_with_zero()
    {
        var folder = TemporaryStore.NewFolder();
        try
        {
            await using var service = await ServiceProcess.StartAsync(folder, "--ShutdownSeconds=1");
            using var caller = new TcpClient();
            await caller.ConnectAsync(service.Address.Host, service.Address.Port);
            await caller
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST /v1/rankings HTTP/1.1\r\nHost: a\r\nX-Api-Key: {LiveService.KeyOf(LiveService.All)}\r\nContent-Type: "
                            + $"application/json\r\nContent-Length: 500\r\n\r\n{{"
                    )
                );
            Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
            await service.TerminateAsync();
            Assert.That(service.ExitCode, Is.Zero);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<bool> AnswerAsync(ServiceProcess service, string body)
    {
        try
        {
            return (await service.RankAsync(body)).Status == HttpStatusCode.Created;
        }
        catch (HttpRequestException)
        {
            // Came after the door was closed.
            return false;
        }
    }
}
