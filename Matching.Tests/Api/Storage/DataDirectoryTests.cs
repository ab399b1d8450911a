using System.Diagnostics;
using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

public sealed class DataDirectoryTests
{
    readonly string folder = TemporaryStore.NewFolder();

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_folder_is_free_again_when_its_holder_closes()
    {
        DataDirectory.Open(folder).Dispose();

        Assert.That(() => DataDirectory.Open(folder).Dispose(), Throws.Nothing);
    }

    [Test]
    public void The_folder_is_free_again_when_its_holder_is_killed()
    {
        DataDirectory.Open(folder).Dispose();
        if (!File.Exists("/usr/bin/flock"))
            Assert.Ignore("Needs the flock program to hold the lock from another process.");

        using var holder = Process.Start(
            new ProcessStartInfo(
                "/bin/sh",
                ["-c", "exec 9<>\"$0\"; flock -n 9 && echo held && exec cat", Path.Combine(folder, "matching.lock")]
            )
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.That(holder.StandardOutput.ReadLine(), Is.EqualTo("held"));
        Assert.That(() => DataDirectory.Open(folder), Throws.TypeOf<DataDirectoryInUseException>());

        holder.Kill();
        holder.WaitForExit();
        Assert.That(() => DataDirectory.Open(folder).Dispose(), Throws.Nothing);
    }
}
