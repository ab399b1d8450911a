using System.Text;
using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

public sealed class AppendOnlyLogTests
{
    [Test]
    public async Task An_entry_is_read_back_as_it_was_recorded()
    {
        await using var temporary = TemporaryStore.Open();
        var recorded = await temporary.RankAsync(payload: "Nexus først");

        var entry = temporary.Store.Entries.Find(recorded.EntryId)!;

        Assert.That(
            (entry.Sequence, entry.Kind, entry.Caller, entry.RecordedAt, entry.StateSequence, entry.PreviousHash),
            Is.EqualTo((1L, "ranking", "visitator", "2026-11-22T08:15:30.123Z", 0L, LogEntry.NoHash))
        );
        Assert.That(Encoding.UTF8.GetString(temporary.Store.Entries.ReadPayload(entry)), Is.EqualTo("Nexus først"));
    }

    [Test]
    public async Task Neither_the_payload_nor_the_case_reference_lies_in_the_folder_in_the_clear()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync("SOF-2026-00017", payload: "severe self-harm");

        var everything = string.Concat(
            Directory
                .GetFiles(temporary.Folder)
                .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
                .Select(file => Encoding.Latin1.GetString(TemporaryStore.ReadShared(file)))
        );

        Assert.That(everything, Does.Not.Contain("SOF-2026-00017").And.Not.Contain("severe self-harm"));
    }

    [Test]
    public async Task An_entry_without_a_child_is_read_back()
    {
        await using var temporary = TemporaryStore.Open();
        var recorded = await temporary.ReportAvailabilityAsync("two");

        var entry = temporary.Store.Entries.Find(recorded.EntryId)!;

        Assert.That(entry.SubjectId, Is.Null);
        Assert.That(Encoding.UTF8.GetString(temporary.Store.Entries.ReadPayload(entry)), Is.EqualTo("two"));
    }

    [Test]
    public async Task Many_callers_at_once_make_one_chain_without_gaps()
    {
        await using var temporary = TemporaryStore.Open();
        await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 5; i++)
                            await temporary.RankAsync($"SOF-{caller}");
                    })
                )
        );

        var entries = temporary.Store.Entries.Entries().ToList();

        Assert.That(entries.Select(entry => entry.Sequence), Is.EqualTo(Enumerable.Range(1, 320).Select(i => (long)i)));
        Assert.That(entries.Skip(1).Select(entry => entry.PreviousHash), Is.EqualTo(entries.SkipLast(1).Select(entry => entry.Hash)));
    }

    [Test]
    public async Task What_waits_is_committed_together()
    {
        await using var temporary = TemporaryStore.Open();
        using var blocked = temporary.BlockWriter();
        var waiting = Enumerable.Range(0, 200).Select(i => temporary.RankAsync($"SOF-{i}")).ToList();
        blocked.Release();
        await Task.WhenAll(waiting);

        Assert.That(temporary.Log.Transactions, Is.EqualTo(2));
    }

    [Test]
    public async Task The_naive_way_commits_each_entry_by_itself()
    {
        await using var temporary = TemporaryStore.Open(new() { CommitPerEntry = true });
        using var blocked = temporary.BlockWriter();
        var waiting = Enumerable.Range(0, 20).Select(i => temporary.RankAsync($"SOF-{i}")).ToList();
        blocked.Release();
        await Task.WhenAll(waiting);

        Assert.That(temporary.Log.Transactions, Is.EqualTo(21));
    }

    [Test]
    public async Task A_full_queue_refuses_at_once_and_keeps_what_waits()
    {
        await using var temporary = TemporaryStore.Open(new() { QueueCapacity = 4 });
        using var blocked = temporary.BlockWriter();
        var waiting = Enumerable.Range(0, 4).Select(_ => temporary.RankAsync()).ToList();

        Assert.That(() => temporary.RankAsync(), Throws.TypeOf<LogBusyException>());

        blocked.Release();
        Assert.That((await Task.WhenAll(waiting)).Select(entry => entry.Sequence), Is.EqualTo(new long[] { 2, 3, 4, 5 }));
    }

    [Test]
    public async Task A_failed_batch_leaves_nothing_and_the_next_one_succeeds()
    {
        await using var temporary = TemporaryStore.Open();
        temporary.Execute(
            "CREATE TRIGGER on_fire BEFORE INSERT ON log_entries WHEN NEW.caller = 'marker' BEGIN SELECT RAISE(ABORT, 'disk on fire'); END"
        );
        using var blocked = temporary.BlockWriter();
        Task[] batch =
        [
            temporary.RankAsync("SOF-new"),
            temporary.RankAsync(caller: "marker"),
            temporary.RankAsync(),
            temporary.Store.Documents.SaveIfNewAsync("rules", "1", [1]),
        ];
        blocked.Release();

        foreach (var write in batch)
            Assert.That(
                async () => await write,
                Throws.TypeOf<LogUnavailableException>().With.InnerException.Message.Contains("disk on fire")
            );
        Assert.That((temporary.Count("log_entries"), temporary.Count("cases"), temporary.Count("documents")), Is.EqualTo((1L, 0L, 0L)));

        var next = await temporary.RankAsync("SOF-new");
        Assert.That((next.Sequence, temporary.Log.CurrentState, temporary.Count("cases")), Is.EqualTo((2L, 1L, 1L)));
        // The trigger is told, and that every entry is as it was recorded.
        Assert.That(temporary.Store.Verification.Run().Problem, Does.StartWith(LogVerification.OnlySchemaDiffers));
    }

    [TestCase("UPDATE log_entries SET caller = 'someone else'")]
    [TestCase("DELETE FROM log_entries")]
    [TestCase("UPDATE documents SET kind = 'other'")]
    [TestCase("DELETE FROM documents")]
    public async Task What_is_recorded_is_neither_changed_nor_deleted(string sql)
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync();
        await temporary.Store.Documents.SaveIfNewAsync("rules", "1", [1]);

        Assert.That(() => temporary.Execute(sql), Throws.Exception.With.Message.Contains("append-only"));
    }

    [Test]
    public async Task The_same_idempotency_value_is_recorded_once_within_a_batch()
    {
        await using var temporary = TemporaryStore.Open();
        using var blocked = temporary.BlockWriter();
        var first = temporary.RankAsync(idempotency: "key");
        var second = temporary.RankAsync(idempotency: "key");
        var other = temporary.RankAsync();
        blocked.Release();

        var existing = await first;
        Assert.That(
            async () => await second,
            Throws
                .TypeOf<DuplicateIdempotencyException>()
                .With.Property("ExistingEntryId")
                .EqualTo(existing.EntryId)
                .And.Property("ExistingBodyFingerprint")
                .EqualTo(temporary.Store.MasterKey.Fingerprint("ranked"u8))
        );
        Assert.That((await other).Sequence, Is.EqualTo(3));
    }

    [Test]
    public async Task The_same_idempotency_value_is_recorded_once_across_starts()
    {
        await using var temporary = TemporaryStore.Open();
        var first = await temporary.RankAsync(idempotency: "key");
        await temporary.ReopenAsync();

        Assert.That(
            async () => await temporary.RankAsync(idempotency: "key"),
            Throws.TypeOf<DuplicateIdempotencyException>().With.Property("ExistingEntryId").EqualTo(first.EntryId)
        );
        Assert.That(temporary.Store.Entries.FindByIdempotency("key")!.EntryId, Is.EqualTo(first.EntryId));
    }

    [Test]
    public async Task A_state_change_is_observed_in_order_before_its_caller_is_answered()
    {
        await using var temporary = TemporaryStore.Open();
        var observed = new List<(long Sequence, string? Payload)>();
        temporary.Log.Follow(entry =>
            observed.Add((entry.Sequence, entry.Payload is { } payload ? Encoding.UTF8.GetString(payload) : null))
        );

        await temporary.ReportAvailabilityAsync("a");
        await temporary.RankAsync();
        await temporary.ReportAvailabilityAsync("b");

        Assert.That(observed, Is.EqualTo(new[] { (1L, "a"), (2L, null), (3L, "b") }), "of a ranking the header alone");
    }

    [Test]
    public async Task A_state_change_is_its_own_state_and_a_ranking_keeps_the_one_it_was_made_with()
    {
        await using var temporary = TemporaryStore.Open();
        var first = await temporary.ReportAvailabilityAsync();
        var madeEarlier = temporary.Ranking();
        var second = await temporary.ReportAvailabilityAsync();
        var ranking = await temporary.Log.AppendAsync(madeEarlier, CancellationToken.None);

        Assert.That(
            (first.StateSequence, second.StateSequence, ranking.StateSequence, temporary.Log.CurrentState),
            Is.EqualTo((1L, 2L, 1L, 2L))
        );
    }

    [Test]
    public async Task A_state_the_log_never_had_is_refused()
    {
        await using var temporary = TemporaryStore.Open();

        Assert.That(
            async () => await temporary.Log.AppendAsync(temporary.Ranking() with { StateSequence = 1 }, CancellationToken.None),
            Throws.ArgumentException
        );
    }

    [Test]
    public async Task A_failing_observer_is_told_to_its_caller_only()
    {
        await using var temporary = TemporaryStore.Open();
        temporary.Log.Follow(entry =>
        {
            if (entry.Payload is { Length: 3 })
                throw new InvalidOperationException("cannot read this");
        });

        Assert.That(async () => await temporary.ReportAvailabilityAsync("bad"), Throws.InvalidOperationException);
        Assert.That((await temporary.RankAsync()).Sequence, Is.EqualTo(2));
    }

    [Test]
    public async Task An_entry_cancelled_while_it_waits_is_not_recorded()
    {
        await using var temporary = TemporaryStore.Open();
        using var cancellation = new CancellationTokenSource();
        using var blocked = temporary.BlockWriter();
        var waiting = temporary.Log.AppendAsync(temporary.Ranking(), cancellation.Token);
        await cancellation.CancelAsync();
        blocked.Release();

        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await temporary.RankAsync()).Sequence, Is.EqualTo(2));
    }

    [Test]
    public async Task Closing_writes_what_waits()
    {
        await using var temporary = TemporaryStore.Open();
        using var blocked = temporary.BlockWriter();
        var waiting = Enumerable.Range(0, 50).Select(_ => temporary.RankAsync()).ToList();
        var closing = temporary.Store.DisposeAsync();
        blocked.Release();
        await closing;

        Assert.That((await Task.WhenAll(waiting))[^1].Sequence, Is.EqualTo(51));
        Assert.That(
            () =>
                temporary.Log.AppendAsync(
                    new NewEntry
                    {
                        Kind = LogKinds.Ranking,
                        Caller = "late",
                        Payload = [],
                    },
                    CancellationToken.None
                ),
            Throws.TypeOf<LogUnavailableException>()
        );
    }

    [Test]
    public async Task Reopening_continues_the_chain()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.ReportAvailabilityAsync();
        await temporary.RankAsync();
        await temporary.ReopenAsync();
        var third = await temporary.RankAsync();

        Assert.That((third.Sequence, third.StateSequence), Is.EqualTo((3L, 1L)));
        Assert.That(
            temporary.Store.Verification.Run(),
            Is.EqualTo(new VerificationResult(true, 3, temporary.Store.Entries.Find(third.EntryId)!.Hash, null, null, null))
        );
    }

    [Test]
    public async Task Entries_of_a_kind_are_read_in_order_over_many_pages()
    {
        await using var temporary = TemporaryStore.Open();
        await Task.WhenAll(Enumerable.Range(0, 700).Select(i => i % 2 == 0 ? temporary.RankAsync() : temporary.ReportAvailabilityAsync()));

        var availability = temporary.Store.Entries.Entries(101, LogKinds.Availability).ToList();
        var both = temporary.Store.Entries.Entries(101, LogKinds.Availability, LogKinds.Ranking).ToList();

        Assert.That(availability.Select(entry => entry.Kind), Is.All.EqualTo("availability"));
        Assert.That(both.Select(entry => entry.Sequence), Is.EqualTo(Enumerable.Range(101, 600).Select(i => (long)i)));
        Assert.That(
            availability.Select(entry => entry.Sequence),
            Is.EqualTo(both.Where(entry => entry.Kind == "availability").Select(entry => entry.Sequence))
        );
    }

    [Test]
    public async Task A_header_text_that_would_not_come_back_whole_is_refused()
    {
        await using var temporary = TemporaryStore.Open();

        Assert.That(() => temporary.RankAsync(caller: "a\0b"), Throws.ArgumentException);
    }
}
