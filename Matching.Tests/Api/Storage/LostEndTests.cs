using System.Text;
using Dapper;
using Matching.Api.Storage;
using Matching.Api.Storage.Backups;
using Matching.Tests.Api.Support;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>What was answered for and is no longer there is told: at start, and by whoever verifies.</summary>
public sealed class LostEndTests
{
    const int FlipsPerScale = 400;
    const int Answered = 60;
    static readonly string[] Files = ["matching.db", "matching.db-wal"];

    readonly Dictionary<string, string> answered = new(StringComparer.Ordinal);
    readonly Random random = new(Scale.NewSeed());
    string killed = "";

    [OneTimeSetUp]
    public async Task RecordAndDie()
    {
        killed = TemporaryStore.NewFolder();
        await using var temporary = TemporaryStore.Open(new StorageOptions { CheckpointPages = 120 });
        // Half is in the database whole; a reader keeps what comes later in the WAL, however long that takes.
        using var reader = temporary.OpenRaw();
        for (var i = 0; i < Answered; i++)
        {
            if (i == Answered / 2)
                reader.Execute("PRAGMA wal_checkpoint(PASSIVE); BEGIN; SELECT COUNT(*) FROM log_entries;");
            var payload = new string((char)random.Next('a', 'z'), random.Next(50, 6_000));
            answered.Add((await temporary.RankAsync($"SOF-{i % 7}", payload: payload)).EntryId, payload);
        }
        Copy(temporary.Folder, killed);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(killed, recursive: true);

    [Test]
    public async Task Nothing_is_told_of_what_a_killed_process_left()
    {
        var folder = CopyOfKilled();
        Assert.That(Told(folder), Is.Null);
        await using (var store = MatchingStore.Open(folder, TimeProvider.System))
            Assert.That(store.Entries.Count(), Is.EqualTo(Answered));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_copy_without_the_WAL_is_told_and_goes_on_being_told()
    {
        var folder = CopyOfKilled();
        File.Delete(Path.Combine(folder, "matching.db-wal"));
        Assert.That(Told(folder), Does.Contain("answered for"));
        Assert.That(
            () => Backup.Take(folder, folder + "-backup", false, TimeProvider.System, (_, _) => EntryClaims.None),
            Throws.TypeOf<BackupRefusedException>()
        );
        for (var start = 0; start < 2; start++)
        {
            await using var store = MatchingStore.Open(folder, TimeProvider.System);
            await store.Log.AppendAsync(
                new NewEntry
                {
                    Kind = LogKinds.Availability,
                    Caller = "case-system",
                    Payload = [1],
                },
                CancellationToken.None
            );
            Assert.That(store.HasLostEnd, Is.True);
            Assert.That(store.Verification.Run().Problem, Does.Contain("answered for"));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void One_flipped_byte_is_told_or_changes_nothing()
    {
        var untold = new List<string>();
        var (told, harmless) = (new int[Files.Length], new int[Files.Length]);
        for (var flip = 0; flip < FlipsPerScale * Scale.Factor; flip++)
        {
            var file = flip % Files.Length;
            var folder = CopyOfKilled();
            var path = Path.Combine(folder, Files[file]);
            var content = File.ReadAllBytes(path);
            var at = random.Next(content.Length);
            content[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, content);
            if (Told(folder) is not null)
                told[file]++;
            else if (Lost(folder) is { } lost)
                untold.Add($"byte {at} of {content.Length} of {Files[file]}: {lost}");
            else
                harmless[file]++;
            Directory.Delete(folder, recursive: true);
        }
        TestContext.Out.WriteLine(
            string.Join("\n", Files.Select((name, file) => $"{name}: {told[file]} told, {harmless[file]} change nothing"))
                + $"\n{untold.Count} untold"
        );
        Assert.That(untold, Is.Empty);
        Assert.That(told, Has.All.Positive);
    }

    [Test]
    public async Task A_damaged_note_of_the_end_leaves_the_other([Values(0, 4096)] int slot)
    {
        var folder = NewFolder();
        var path = Path.Combine(folder, "matching.end");
        using (var end = new AcknowledgedEnd(path))
        {
            Assert.That(end.Read(), Is.Null);
            end.Write(1, "one");
            end.Write(2, "two");
            Assert.That(end.Read(), Is.EqualTo((2L, "two")));
        }
        var content = await File.ReadAllBytesAsync(path);
        content[slot + 3] ^= 1;
        await File.WriteAllBytesAsync(path, content);
        using var again = new AcknowledgedEnd(path);
        Assert.That(again.Read(), Is.EqualTo(slot == 0 ? (2L, "two") : (1L, "one")));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void Distrust_outlives_the_process()
    {
        var folder = NewFolder();
        var path = Path.Combine(folder, "matching.end");
        using (var end = new AcknowledgedEnd(path))
        {
            Assert.That(end.IsDistrusted, Is.False);
            end.Write(1, "one");
            end.MarkDistrusted(true);
        }
        using (var end = new AcknowledgedEnd(path))
        {
            Assert.That((end.IsDistrusted, end.Read()), Is.EqualTo((true, ((long, string)?)(1, "one"))));
            end.MarkDistrusted(false);
            Assert.That(end.IsDistrusted, Is.False);
            Assert.That(() => end.Write(0, "none"), Throws.TypeOf<IOException>(), "the log never ends before what was answered for");
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What verifying says; null when it says that all is well.</summary>
    static string? Told(string folder)
    {
        try
        {
            using var store = ReadOnlyStore.Open(folder);
            return store.Verification.Run().Problem;
        }
        catch (Exception fault)
            when (fault is SqliteException or MasterKeyException or DatabaseDamagedException or InvalidOperationException)
        {
            return fault.Message;
        }
    }

    /// <summary>What of the answered entries is not as it was; null when all are.</summary>
    string? Lost(string folder)
    {
        try
        {
            using var store = ReadOnlyStore.Open(folder);
            foreach (var (id, payload) in answered)
            {
                if (store.Entries.Find(id) is not { } entry)
                    return $"{id} is not found";
                if (Encoding.UTF8.GetString(store.Entries.ReadPayload(entry)) != payload)
                    return $"{id} is another";
            }
            return null;
        }
        catch (Exception fault)
        {
            return fault.Message;
        }
    }

    static string NewFolder() => Directory.CreateDirectory(TemporaryStore.NewFolder()).FullName;

    string CopyOfKilled()
    {
        var folder = TemporaryStore.NewFolder();
        Copy(killed, folder);
        return folder;
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var name in Files.Concat(["master.key", "matching.end"]))
        {
            var copy = Path.Combine(to, name);
            File.WriteAllBytes(copy, TemporaryStore.ReadShared(Path.Combine(from, name)));
            if (name == "master.key" && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
