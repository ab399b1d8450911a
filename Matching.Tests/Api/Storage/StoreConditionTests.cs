using Matching.Api.Storage;
using Matching.Tests.Api.Storage.Faults;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

[NonParallelizable] // The faulty file system stands under every SQLite connection of the process.
public sealed class StoreConditionTests
{
    [Test]
    public async Task A_full_queue_is_seen_and_its_end_too()
    {
        await using var temporary = TemporaryStore.Open(new StorageOptions { QueueCapacity = 1 });
        using (var blocked = temporary.BlockWriter())
        {
            Assert.That(temporary.Store.Condition.QueueIsFull, Is.False);
            var waiting = temporary.RankAsync();
            Assert.That(temporary.Store.Condition.QueueIsFull, Is.True);
            Assert.That(() => temporary.RankAsync(), Throws.TypeOf<LogBusyException>());
            blocked.Release();
            await waiting;
        }

        Assert.That(temporary.Store.Condition.QueueIsFull, Is.False);
    }

    [Test]
    public async Task After_a_write_that_failed_it_is_found_out_by_writing_and_nothing_is_recorded_for_it()
    {
        await using var store = new FaultyStore(seed: 9);
        await store.AppendAsync(store.Make(1));
        store.Disk.Break(new Fault(FaultyOperation.Write, FaultKind.Full, Times: null));
        await store.AppendAsync(store.Make(1));

        Assert.That(await store.Store.Condition.CanRecordAsync(), Is.False);
        Assert.That(await store.Store.Condition.CanRecordAsync(), Is.False);
        store.Disk.Mend();
        Assert.That(await store.Store.Condition.CanRecordAsync(), Is.True);
        Assert.That(store.Store.Entries.Count(), Is.EqualTo(1));
        store.MustHoldIn(store.Store);
    }
}
