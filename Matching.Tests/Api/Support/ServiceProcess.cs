using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Matching.Tests.Support;

namespace Matching.Tests.Api.Support;

/// <summary>The built service as a process of its own, so that it can be killed.</summary>
sealed class ServiceProcess : IAsyncDisposable
{
    const int Terminate = 15,
        Continue = 18,
        Stop = 19;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process process;
    readonly HttpClient client;

    ServiceProcess(Process process, Task<string> output, Uri address)
    {
        (this.process, Output, Address) = (process, output, address);
        client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Add("X-Api-Key", LiveService.KeyOf(LiveService.All));
    }

    public Uri Address { get; }

    public int ExitCode => process.ExitCode;

    public bool HasEnded => process.HasExited;

    /// <summary>All it wrote, once it has ended.</summary>
    public Task<string> Output { get; }

    public int Id => process.Id;

    /// <summary>Starts the service and waits until it is ready.</summary>
    public static Task<ServiceProcess> StartAsync(string folder, params string[] settings) =>
        StartAsync(folder, new Dictionary<string, string>(), settings);

    /// <summary>Starts the service with some variables of its environment changed, and waits until it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] settings
    )
    {
        var service = Begin(folder, environment, settings);
        try
        {
            await service.UntilReadyAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the service and waits for nothing.</summary>
    public static ServiceProcess Begin(string folder, params string[] settings) =>
        Begin(folder, new Dictionary<string, string>(), settings);

    static ServiceProcess Begin(string folder, IReadOnlyDictionary<string, string> environment, string[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var (process, output) = Launch(
            [$"--DataDirectory={folder}", $"--urls={address}", .. LiveService.CallerSettings, .. settings],
            environment
        );
        return new ServiceProcess(process, output, address);
    }

    /// <summary>Starts the service, expecting it to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] settings)
    {
        var (process, output) = Launch(settings);
        using (process)
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw new TimeoutException("The service did not end by itself.");
            }
            return (process.ExitCode, await output);
        }
    }

    public async Task<Reply> RankAsync(string body, string query = "") =>
        await Reply.ReadAsync(await client.PostAsync("/v1/rankings" + query, LiveService.Content(body)));

    public async Task<Reply> SendAsync(HttpMethod method, string path, string body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = LiveService.Content(body) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await Reply.ReadAsync(await client.SendAsync(request));
    }

    public async Task<Reply> PostAsync(string path, HttpContent content) => await Reply.ReadAsync(await client.PostAsync(path, content));

    public async Task<Reply> GetAsync(string path) => await Reply.ReadAsync(await client.GetAsync(path));

    /// <summary>Asks with another key than that of the caller with all roles.</summary>
    public async Task<Reply> GetAsync(string path, string key)
    {
        using var other = new HttpClient { BaseAddress = Address };
        other.DefaultRequestHeaders.Add("X-Api-Key", key);
        return await Reply.ReadAsync(await other.GetAsync(path));
    }

    /// <summary>SIGSTOP: nothing runs, timers included, while the others go on.</summary>
    public void Pause() => Send(Stop);

    /// <summary>SIGCONT: it goes on where it was.</summary>
    public void Resume() => Send(Continue);

    /// <summary>SIGKILL: nothing is finished, nothing is said goodbye to.</summary>
    public void Kill() => process.Kill();

    public async Task KillAsync()
    {
        Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: what runs is finished.</summary>
    public async Task TerminateAsync()
    {
        Send(Terminate);
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    void Send(int signal)
    {
        if (Signal(process.Id, signal) != 0)
            throw new InvalidOperationException("The signal could not be sent.");
    }

    static (Process Process, Task<string> Output) Launch(string[] settings, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Matching.Api.dll"), .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        return (process, ReadAsync(process));
    }

    static async Task<string> ReadAsync(Process process)
    {
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        return string.Concat(texts);
    }

    /// <summary>Waits until it is ready.</summary>
    public async Task UntilReadyAsync()
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(25))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The service ended with {process.ExitCode} before it was ready.");
            try
            {
                if ((await GetAsync("/health/ready")).Status == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
        throw new TimeoutException("The service did not become ready.");
    }

    [DllImport("libc", EntryPoint = "kill")]
    static extern int Signal(int processId, int signal);
}
