using System.Net;
using System.Text;
using Matching.Engine.Learning.MicrosoftML;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>A service pays nothing for the libraries of what it does not do: to train, to send telemetry, to check tokens.</summary>
[Platform("Linux", Reason = "What a process has loaded is read from /proc.")]
public sealed class LoadedLibrariesTests
{
    const string Library = "/Microsoft.ML.";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Microsoft_ML_is_loaded_when_it_trains_and_not_when_the_service_starts()
    {
        var folder = TemporaryStore.NewFolder();
        try
        {
            await using var service = await ServiceProcess.StartAsync(folder);
            Assert.That(await LoadedAsync(service), Does.Contain("/Matching.Engine.dll").And.Not.Contain(Library));

            var begun = await service.PostAsync(
                $"/v1/models/training-runs?trainer={LogisticTrainer.Name}",
                LiveService.Content(Encoding.UTF8.GetBytes(StayLines.EnoughForEveryTrainer), "text/csv")
            );
            using var patience = new CancellationTokenSource(Patience);
            while ((await service.GetAsync(begun.Headers.Location!.OriginalString)).Json.GetProperty("state").GetString() == "running")
                await Task.Delay(50, patience.Token);
            Assert.That(await LoadedAsync(service), Does.Contain(Library));
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Without_a_collector_and_an_issuer_nothing_that_sends_or_checks_tokens_is_loaded()
    {
        var folder = TemporaryStore.NewFolder();
        try
        {
            await using var service = await ServiceProcess.StartAsync(folder);
            Assert.That((await service.GetAsync("/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(
                await LoadedAsync(service),
                Does.Contain("/Microsoft.Data.Sqlite.dll")
                    .And.Not.Contain("/OpenTelemetry")
                    .And.Not.Contain("/Npgsql.OpenTelemetry")
                    .And.Not.Contain("/Microsoft.AspNetCore.Authentication.JwtBearer")
                    .And.Not.Contain("/Microsoft.IdentityModel")
            );
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    static Task<string> LoadedAsync(ServiceProcess service) => File.ReadAllTextAsync($"/proc/{service.Id}/maps");
}
