using System.Text;
using Matching.Engine.Learning.MicrosoftML;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>A service that trains nothing pays nothing for the library that trains.</summary>
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

    static Task<string> LoadedAsync(ServiceProcess service) => File.ReadAllTextAsync($"/proc/{service.Id}/maps");
}
