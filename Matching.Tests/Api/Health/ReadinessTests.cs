using System.Net;
using Matching.Api.Health;
using Matching.Api.Settings;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Health;

public sealed class ReadinessTests
{
    [Test]
    public async Task A_nearly_full_disk_refuses_rankings_before_it_is_full_and_reads_go_on()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var service = await LiveService.StartAtAsync(clock, "--Storage:LeastFreeMegabytes=100");
        var recorded = await service.RankAsync(Example.Json, idempotencyKey: "first");
        Leave(service, clock, megabytes: 99);

        var refused = await service.RankAsync(Example.Json);
        var notReady = await service.GetAsync("/health/ready", caller: "");
        Assert.That((refused.Status, refused.ContentType), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json")));
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        Assert.That(notReady.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(notReady.Json.GetProperty("reasons")[0].GetProperty("code").GetString(), Is.EqualTo("disk-nearly-full"));
        Assert.That((await service.GetAsync($"/v1/rankings/{recorded.RankingId}")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await service.RankAsync(Example.Json, idempotencyKey: "first")).Status, Is.EqualTo(HttpStatusCode.OK));

        Leave(service, clock, megabytes: 100);
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await service.GetAsync("/health/ready", caller: "")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_free_space_is_really_measured()
    {
        await using var service = await LiveService.StartAsync($"--Storage:LeastFreeMegabytes={int.MaxValue}");
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [TestCase("-1")]
    [TestCase("many")]
    [TestCase("1.5")]
    public void A_space_that_is_no_whole_number_is_refused(string space) =>
        Assert.That(
            () => LiveService.StartAsync($"--Storage:LeastFreeMegabytes={space}"),
            Throws.TypeOf<SettingsException>().With.Message.Contains("Storage:LeastFreeMegabytes")
        );

    [Test]
    public async Task A_check_that_hangs_or_fails_counts_as_not_met()
    {
        var never = new TaskCompletionSource<bool>();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddReadinessCheck("fine", "is fine", _ => Task.FromResult(true))
            .AddReadinessCheck("hangs", "hangs", _ => never.Task)
            .AddReadinessCheck("holds", "holds", _ => Task.FromResult(never.Task.GetAwaiter().GetResult()))
            .AddReadinessCheck("fails", "fails", _ => throw new InvalidOperationException("inner text"))
            .BuildServiceProvider();

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        never.SetResult(true);

        Assert.That(
            report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => (entry.Key, entry.Value.Description)),
            Is.EqualTo(new[] { ("hangs", "hangs"), ("holds", "holds"), ("fails", "fails") })
        );
    }

    [Test]
    public async Task Asking_again_and_again_whether_it_is_ready_fills_no_log()
    {
        await using var service = await LiveService.StartAsync(
            $"--Storage:LeastFreeMegabytes={int.MaxValue}",
            "--Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks=Trace"
        );
        Assert.That((await service.GetAsync("/health/ready", caller: "")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(service.Log.Text, Does.Not.Contain("HealthChecks"));
    }

    // What was measured is good for a second.
    static void Leave(LiveService service, FakeTimeProvider clock, long megabytes)
    {
        service.App.Services.GetRequiredService<DiskSpace>().Measure = _ => megabytes * 1024 * 1024;
        clock.Advance(TimeSpan.FromSeconds(1));
    }
}
