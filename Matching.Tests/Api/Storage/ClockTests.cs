using Matching.Api.Storage;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>The clock of a machine may jump; the log goes by numbers, and deadlines by times that fit together.</summary>
public sealed class ClockTests
{
    static readonly TimeSpan Tolerated = TimeSpan.FromDays(1);

    string folder = "";
    FakeTimeProvider clock = new();

    [SetUp]
    public void Begin() => (folder, clock) = (TemporaryStore.NewFolder(), new FakeTimeProvider(TemporaryStore.Now));

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Entries_keep_their_order_when_the_clock_jumps_backwards_and_forwards()
    {
        TimeSpan[] jumps =
        [
            TimeSpan.Zero,
            TimeSpan.FromDays(30_000),
            TimeSpan.FromDays(30_000) - TimeSpan.FromHours(1),
            TimeSpan.FromDays(30_000) - Tolerated,
            TimeSpan.FromDays(30_000) + TimeSpan.FromMilliseconds(1),
        ];
        var ids = new List<string>();
        await using (var store = MatchingStore.Open(folder, clock))
        {
            foreach (var jump in jumps)
                ids.Add((await RecordAtAsync(store, TemporaryStore.Now + jump)).EntryId);
        }

        await using var again = MatchingStore.Open(folder, clock);
        var entries = again.Entries.Entries().ToList();
        Assert.That(entries.Select(entry => entry.EntryId), Is.EqualTo(ids));
        Assert.That(entries.Select(entry => entry.RecordedAt), Is.EqualTo(jumps.Select(jump => Timestamp.Of(TemporaryStore.Now + jump))));
        Assert.That(again.Verification.Run().Intact, Is.True);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task By_a_clock_far_before_the_latest_entry_nothing_is_recorded(bool afterStart)
    {
        var store = MatchingStore.Open(folder, clock);
        await using var last = new StoreHolder(() => store);
        await RecordAtAsync(store, TemporaryStore.Now);
        await RecordAtAsync(store, TemporaryStore.Now - Tolerated);
        if (afterStart)
        {
            await store.DisposeAsync();
            store = MatchingStore.Open(folder, clock);
        }
        clock.AdjustTime(TemporaryStore.Now - Tolerated - TimeSpan.FromMilliseconds(1));

        Assert.That(store.ClockIsBehind, Is.True);
        await Assert.ThatAsync(
            () => RecordAtAsync(store, clock.GetUtcNow()),
            Throws.TypeOf<ClockBehindLogException>().With.Message.Contains(Timestamp.Of(TemporaryStore.Now))
        );
        Assert.That(store.Entries.Count(), Is.EqualTo(2));

        clock.AdjustTime(TemporaryStore.Now - Tolerated);
        Assert.That(store.ClockIsBehind, Is.False);
        await RecordAtAsync(store, clock.GetUtcNow());
    }

    [Test]
    public async Task A_clock_that_goes_back_by_little_each_time_is_found_too()
    {
        await using var store = MatchingStore.Open(folder, clock);
        await RecordAtAsync(store, TemporaryStore.Now);
        await RecordAtAsync(store, TemporaryStore.Now - TimeSpan.FromHours(20));

        await Assert.ThatAsync(
            () => RecordAtAsync(store, TemporaryStore.Now - TimeSpan.FromHours(40)),
            Throws.TypeOf<ClockBehindLogException>()
        );
    }

    [Test]
    public async Task Entries_named_as_recorded_by_a_wrong_clock_are_not_held_against_a_right_one()
    {
        await using (var store = MatchingStore.Open(folder, clock))
        {
            await RecordAtAsync(store, TemporaryStore.Now);
            await RecordAtAsync(store, TemporaryStore.Now.AddYears(10));
        }
        clock.AdjustTime(TemporaryStore.Now.AddHours(1));

        await using var again = MatchingStore.Open(folder, clock, new StorageOptions { WrongClockUntilEntry = 2 });
        Assert.That(again.ClockIsBehind, Is.False);
        await RecordAtAsync(again, clock.GetUtcNow());
        await Assert.ThatAsync(() => RecordAtAsync(again, TemporaryStore.Now.AddYears(-8)), Throws.TypeOf<ClockBehindLogException>());
    }

    Task<RecordedEntry> RecordAtAsync(MatchingStore store, DateTimeOffset moment)
    {
        clock.AdjustTime(moment);
        return store.Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.Availability,
                Caller = "case-system",
                Payload = [1],
            },
            CancellationToken.None
        );
    }

    sealed class StoreHolder(Func<MatchingStore> store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => store().DisposeAsync();
    }
}
