using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage.Faults;

/// <summary>The store on a disk that fails at random places in random ways.</summary>
[Platform(Exclude = "Win", Reason = "The folder's copies rely on files that may be read while they are open.")]
public sealed class StoreFaultTests
{
    const int FaultsPerScale = 120;
    const int FaultsPerStore = 12;

    [Test]
    public async Task Every_entry_is_acknowledged_or_refused_and_what_was_acknowledged_is_never_lost()
    {
        var random = new Random(Scale.NewSeed());
        var tally = new Tally();
        while (tally.Faults < FaultsPerScale * Scale.Factor)
        {
            await using var store = new FaultyStore(random.Next());
            for (var fault = 0; fault < FaultsPerStore; fault++)
                await RoundAsync(store, random, tally);
            tally.Acknowledged += store.Acknowledged;
        }
        TestContext.Out.WriteLine(tally);
        Assert.That(tally.Refused, Is.Positive, "some must have been refused");
    }

    static async Task RoundAsync(FaultyStore store, Random random, Tally tally)
    {
        var entries = store.Make(random.Next(1, 13));
        var before = store.Disk.Injected;
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
