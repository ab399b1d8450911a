using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage.Faults;

/// <summary>
/// Power cuts after flushes that failed and lost what they were to bring to the disk, while checkpoints go on and readers cut them short.
/// </summary>
[Platform(Exclude = "Win", Reason = "The folder's copies rely on files that may be read while they are open.")]
[NonParallelizable] // The faulty file system stands under every SQLite connection of the process.
public sealed class CheckpointFaultTests
{
    const int StatesPerScale = 400;
    const int RoundsPerStore = 8;
    const int StatesPerRound = 3;

    // So few that a handful of entries is checkpointed, and so many that a reader comes between them.
    static readonly StorageOptions Options = new() { CheckpointPages = 24 };

    static readonly Fault[] Faults =
    [
        new(FaultyOperation.Sync, FaultKind.Error, File: "matching.db"),
        new(FaultyOperation.Sync, FaultKind.Full, File: "matching.db"),
        new(FaultyOperation.Sync, FaultKind.Error, Times: null, File: "matching.db"),
        new(FaultyOperation.Sync, FaultKind.Error, File: "matching.db-wal"),
        new(FaultyOperation.Sync, FaultKind.Error, Times: 2),
        new(FaultyOperation.Write, FaultKind.Full, Times: null, File: "matching.db"),
        new(FaultyOperation.Write, FaultKind.Torn, After: 2, File: "matching.db"),
        new(FaultyOperation.Truncate, FaultKind.Error),
    ];

    [TestCase(true)]
    [TestCase(false)]
    public async Task No_answered_entry_is_lost_in_a_power_cut_after_a_flush_that_failed(bool withReaders)
    {
        var random = new Random(Scale.NewSeed());
        var (states, faults, stores, refused) = (0, 0, 0, 0);
        while (states < StatesPerScale * Scale.Factor / 2)
        {
            await using var store = new FaultyStore(random.Next(), Options);
            stores++;
            for (var round = 0; round < RoundsPerStore; round++)
            {
                var before = store.Disk.Injected;
                await store.AppendAsync(store.Make(random.Next(1, 5)));
                var reader = withReaders ? store.HoldSnapshot() : null;
                await store.AppendAsync(store.Make(random.Next(2, 9)));
                if (random.Next(3) > 0)
                {
                    reader?.Dispose();
                    reader = null;
                }
                store.Disk.Break(Faults[random.Next(Faults.Length)]);
                for (var more = random.Next(1, 4); more > 0; more--)
                    await store.AppendAsync(store.Make(random.Next(1, 9)));
                if (random.Next(2) == 0)
                    await store.CheckCrashAsync();
                store.Disk.Mend();
                reader?.Dispose();
                refused += store.Refused.Count;
                await store.TryAgainAsync();
                for (var more = random.Next(4); more > 0; more--)
                    await store.AppendAsync(store.Make(random.Next(1, 9)));
                for (var state = 0; state < StatesPerRound; state++, states++)
                    await store.CheckCrashAsync();
                faults += store.Disk.Injected > before ? 1 : 0;
            }
            store.MustHoldIn(store.Store);
        }
        TestContext.Out.WriteLine($"{states} crash states of {stores} stores, {faults} rounds with a fault, {refused} entries refused");
        Assert.That(faults, Is.GreaterThan(stores), "the faults must reach SQLite");
        Assert.That(refused, Is.Positive, "some must have been refused");
    }
}
