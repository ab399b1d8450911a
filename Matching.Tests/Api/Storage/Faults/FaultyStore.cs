using System.Text;
using Dapper;
using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage.Faults;

/// <summary>A real store on a faulty disk, and what it reported its callers.</summary>
sealed class FaultyStore : IAsyncDisposable
{
    const int LargestPayload = 14_000;

    readonly Random random;
    readonly Dictionary<string, string> acknowledged = [];
    readonly TemporaryStore temporary;

    public FaultyStore(int seed, StorageOptions? options = null)
    {
        random = new Random(seed);
        var folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(folder);
        Disk = FaultyDisk.Under(folder, seed);
        temporary = TemporaryStore.OpenOn(folder, options);
    }

    public FaultyDisk Disk { get; }

    /// <summary>The entries that were refused and not tried again since.</summary>
    public List<NewEntry> Refused { get; } = [];

    public int Acknowledged => acknowledged.Count;

    public MatchingStore Store => temporary.Store;

    /// <summary>Entries as a caller makes them, with everything read that must be read.</summary>
    public List<NewEntry> Make(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => temporary.Ranking($"SOF-{random.Next(40)}", Guid.NewGuid().ToString("N"), payload: Payload())),
        ];

    /// <summary>Appends all at once: each is acknowledged or refused as unavailable, nothing else.</summary>
    public async Task AppendAsync(IReadOnlyList<NewEntry> entries)
    {
        var outcomes = await Task.WhenAll(entries.Select(entry => Task.Run(() => TryAsync(Store, entry))));
        foreach (var (entry, recorded) in entries.Zip(outcomes))
        {
            if (recorded is null)
                Refused.Add(entry);
            else
                acknowledged.Add(recorded.EntryId, Encoding.UTF8.GetString(entry.Payload));
        }
    }

    /// <summary>
    /// A caller who was refused tries again with the same idempotency value; it must be there once, and only once, afterwards.
    /// </summary>
    public async Task TryAgainAsync()
    {
        // The store may be another one by now, with keys of its own.
        var again = Refused.Select(entry => entry with { Case = Store.Cases.GetOrCreate(entry.Case!.CaseReference) }).ToList();
        Refused.Clear();
        await AppendAsync(again);
        Assert.That(Refused, Is.Empty, "a mended store must record");
    }

    /// <summary>How many of the refused are there nevertheless.</summary>
    public int RefusedButThere(MatchingStore store) =>
        Refused.Count(entry => store.Entries.FindByIdempotency(entry.Idempotency!) is not null);

    /// <summary>Everything acknowledged is there as it was; the log is intact; nothing is there twice or from nowhere.</summary>
    public void MustHoldIn(MatchingStore store)
    {
        var result = store.Verification.Run();
        Assert.That(result.Intact, Is.True, result.Problem);
        var there = store
            .Entries.Entries()
            .ToDictionary(entry => entry.EntryId, entry => Encoding.UTF8.GetString(store.Entries.ReadPayload(entry)));
        Assert.That(
            acknowledged.Where(pair => !there.TryGetValue(pair.Key, out var text) || text != pair.Value),
            Is.Empty,
            "acknowledged and lost"
        );
        var refusedPayloads = Refused.Select(entry => Encoding.UTF8.GetString(entry.Payload));
        Assert.That(there.Values, Is.Unique);
        Assert.That(there.Values.Except(acknowledged.Values).Except(refusedPayloads), Is.Empty, "recorded, but nobody asked for it");
    }

    /// <summary>Closes the store while the disk is as it is, lets an opening fail if it must, mends the disk and opens again.</summary>
    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        try
        {
            await temporary.ReopenAsync();
        }
        catch (Exception fault)
        {
            Assert.That(Matching.Api.Commands.Verbs.StartFailure.Explain(fault), Is.Not.Null.And.Not.Contains("   at "), fault.ToString());
        }
        Disk.Mend();
        await temporary.ReopenAsync();
    }

    /// <summary>A snapshot held open, which cuts checkpoints short.</summary>
    public IDisposable HoldSnapshot()
    {
        var reader = temporary.OpenRaw();
        reader.Execute("BEGIN;");
        reader.ExecuteScalar<long>("SELECT COUNT(*) FROM log_entries");
        return reader;
    }

    /// <summary>Holds a copy of the files against what was reported.</summary>
    public async Task CheckCrashAsync()
    {
        var folder = TemporaryStore.NewFolder();
        try
        {
            Disk.CopyAfterPowerCut(folder);
            await using var store = MatchingStore.Open(folder, TimeProvider.System);
            MustHoldIn(store);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Holds a copy of the files against what was reported, and tries the refused again on it.</summary>
    public async Task<int> CheckCopyAsync(Action<string> copy)
    {
        var folder = TemporaryStore.NewFolder();
        try
        {
            copy(folder);
            await using var store = MatchingStore.Open(folder, TimeProvider.System);
            MustHoldIn(store);
            var ambiguous = RefusedButThere(store);
            foreach (var entry in Refused)
                Assert.That(await TryAsync(store, entry with { Case = store.Cases.GetOrCreate(entry.Case!.CaseReference) }), Is.Not.Null);
            Assert.That(RefusedButThere(store), Is.EqualTo(Refused.Count));
            MustHoldIn(store);
            return ambiguous;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Disk.Mend();
        await temporary.DisposeAsync();
        Disk.Dispose();
    }

    /// <summary>
    /// What became of it; null when it was refused. One that is there already counts as recorded: that is what the caller is answered.
    /// </summary>
    static async Task<RecordedEntry?> TryAsync(MatchingStore store, NewEntry entry)
    {
        try
        {
            return await store.Log.AppendAsync(entry, CancellationToken.None);
        }
        catch (LogUnavailableException)
        {
            return null;
        }
        catch (DuplicateIdempotencyException)
        {
            var there = store.Entries.FindByIdempotency(entry.Idempotency!)!;
            return new RecordedEntry(there.Sequence, there.EntryId, there.Kind, there.RecordedAt, there.StateSequence);
        }
    }

    string Payload() =>
        Guid.NewGuid().ToString("N") + new string('x', random.Next(4) == 0 ? random.Next(LargestPayload) : random.Next(200));
}
