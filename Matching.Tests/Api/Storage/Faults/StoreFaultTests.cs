using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage.Faults;

/// <summary>The store on a disk that fails at random places in random ways.</summary>
[Platform(Exclude = "Win", Reason = "The folder's copies rely on files that may be read while they are open.")]
[NonParallelizable] // The faulty file system stands under every SQLite connection of the process.
public sealed class StoreFaultTests
{
    const int FaultsPerScale = 120;
    const int FaultsPerStore = 12;
    const int MostPlannedPerFault = 20;

    [Test]
    public async Task Every_entry_is_acknowledged_or_refused_and_what_was_acknowledged_is_never_lost()
    {
        var random = new Random(Scale.NewSeed());
        var tally = new Tally();
        var wanted = FaultsPerScale * Scale.Factor;
        while (tally.Faults < wanted)
        {
            Assert.That(tally.Planned, Is.LessThan(wanted * MostPlannedPerFault), "the faults do not reach SQLite");
            await using var store = new FaultyStore(random.Next());
            for (var fault = 0; fault < FaultsPerStore; fault++)
                await RoundAsync(store, random, tally);
            tally.Acknowledged += store.Acknowledged;
        }
        TestContext.Out.WriteLine(tally);
        Assert.That(tally.Refused, Is.Positive, "some must have been refused");
        Assert.That(tally.RecordedInTheSameStore, Is.Zero, "a refusal holds for as long as the store is open");
    }

    [Test]
    public async Task An_entry_whose_flush_failed_is_not_there_until_the_process_dies_and_is_then_found_by_who_tries_again()
    {
        await using var store = new FaultyStore(seed: 7);
        await store.AppendAsync(store.Make(2));
        await store.AppendAsync(store.Make(1));
        store.Disk.Break(new Fault(FaultyOperation.Sync, FaultKind.Error, Times: null));
        await store.AppendAsync(store.Make(1));

        Assert.That(store.Refused, Has.Count.EqualTo(1));
        Assert.That(store.RefusedButThere(store.Store), Is.Zero, "it is not there while the store is open");
        Assert.That(await store.CheckCopyAsync(store.Disk.CopyAfterKill), Is.EqualTo(1), "SQLite finds the whole commit in the WAL");

        store.Disk.Mend();
        await store.TryAgainAsync();
        store.MustHoldIn(store.Store);
    }

    [Test]
    public async Task A_refusal_holds_also_when_the_writer_was_the_only_one_there()
    {
        var folder = TemporaryStore.NewFolder();
        using var disk = FaultyDisk.Under(folder);
        await using var temporary = TemporaryStore.OpenOn(folder);
        for (var i = 0; i < 3; i++)
            await temporary.ReportAvailabilityAsync();
        disk.Break(new Fault(FaultyOperation.Sync, FaultKind.Error, Times: null));
        Assert.That(() => temporary.ReportAvailabilityAsync("refused"), Throws.TypeOf<LogUnavailableException>());
        disk.Mend();
        await temporary.ReportAvailabilityAsync();

        Assert.That(temporary.Store.Entries.Count(), Is.EqualTo(4));
    }

    [Test]
    public async Task What_was_found_in_memory_after_a_kill_is_on_disk_before_anyone_is_told_of_it()
    {
        await using var store = new FaultyStore(seed: 11);
        await store.AppendAsync(store.Make(2));
        await store.AppendAsync(store.Make(1));
        store.Disk.Break(new Fault(FaultyOperation.Sync, FaultKind.Error, Times: null));
        await store.AppendAsync(store.Make(1));
        var (killed, cutOff) = (TemporaryStore.NewFolder(), TemporaryStore.NewFolder());
        store.Disk.CopyAfterKill(killed);
        try
        {
            using var disk = FaultyDisk.Under(killed);
            disk.IsInMemoryOnly("matching.db-wal");
            await using var found = MatchingStore.Open(killed, TimeProvider.System);
            Assert.That(store.RefusedButThere(found), Is.EqualTo(1));

            disk.CopyAfterPowerCut(cutOff);
            await using var left = MatchingStore.Open(cutOff, TimeProvider.System);
            Assert.That(store.RefusedButThere(left), Is.EqualTo(1));
            store.MustHoldIn(left);
        }
        finally
        {
            Directory.Delete(killed, recursive: true);
            Directory.Delete(cutOff, recursive: true);
        }
    }

    [Test]
    public async Task What_was_found_whole_after_a_failed_flush_survives_a_power_cut_though_the_disk_holds_less_of_the_WAL(
        [Values(1, 2, 3, 4, 5, 6, 7, 8)] int seed
    )
    {
        await using var store = new FaultyStore(seed);
        await store.AppendAsync(store.Make(2));
        await store.AppendAsync(store.Make(1));
        store.Disk.Break(new Fault(FaultyOperation.Sync, FaultKind.Error, Times: null));
        await store.AppendAsync(store.Make(1));
        await store.ReopenAsync();
        Assert.That(store.RefusedButThere(store.Store), Is.EqualTo(1), "found in the WAL that the system shows");
        await store.TryAgainAsync();

        for (var cut = 0; cut < 8; cut++)
            await store.CheckCrashAsync();
    }

    [Test]
    public async Task A_slow_disk_only_takes_longer(
        [Values(FaultyOperation.Write, FaultyOperation.Sync, FaultyOperation.Read)] object operation
    )
    {
        await using var store = new FaultyStore(seed: 8);
        store.Disk.Break(new Fault((FaultyOperation)operation, FaultKind.Slow, Times: null));
        await store.AppendAsync(store.Make(20));

        Assert.That((store.Refused.Count, store.Acknowledged), Is.EqualTo((0, 20)));
        store.MustHoldIn(store.Store);
    }

    static async Task RoundAsync(FaultyStore store, Random random, Tally tally)
    {
        var entries = store.Make(random.Next(1, 13));
        var before = store.Disk.Injected;
        tally.Planned++;
        store.Disk.Break(Fault.Some(random));
        await store.AppendAsync(entries);
        if (store.Disk.Injected > before)
            tally.Faults++;
        tally.Refused += store.Refused.Count;

        var reopened = false;
        switch (random.Next(6))
        {
            case 0:
                tally.RecordedAfterKill += await store.CheckCopyAsync(store.Disk.CopyAfterKill);
                tally.Kills++;
                break;
            case 1:
                tally.RecordedAfterPowerCut += await store.CheckCopyAsync(store.Disk.CopyAfterPowerCut);
                tally.PowerCuts++;
                break;
            case 2:
                reopened = true;
                await store.ReopenAsync();
                tally.RecordedAfterReopening += store.RefusedButThere(store.Store);
                break;
        }
        store.Disk.Mend();
        if (random.Next(4) == 0)
            store.MustHoldIn(store.Store);
        if (!reopened)
            tally.RecordedInTheSameStore += store.RefusedButThere(store.Store);
        await store.TryAgainAsync();
        store.MustHoldIn(store.Store);
    }

    /// <summary>What the run met, printed.</summary>
    sealed record Tally
    {
        public int Planned { get; set; }
        public int Faults { get; set; }
        public int Acknowledged { get; set; }
        public int Refused { get; set; }
        public int Kills { get; set; }
        public int PowerCuts { get; set; }
        public int RecordedAfterKill { get; set; }
        public int RecordedAfterPowerCut { get; set; }
        public int RecordedAfterReopening { get; set; }
        public int RecordedInTheSameStore { get; set; }
    }
}
