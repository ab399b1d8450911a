using Dapper;
using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

public sealed class CaseKeysTests
{
    [Test]
    public async Task A_case_keeps_its_subject_and_key_after_reopening()
    {
        await using var temporary = TemporaryStore.Open();
        var recorded = await temporary.RankAsync("SOF-1");
        var subject = temporary.Store.Cases.GetOrCreate("SOF-1").SubjectId;
        await temporary.ReopenAsync();

        var entry = temporary.Store.Entries.Find(recorded.EntryId)!;

        Assert.That(temporary.Store.Cases.GetOrCreate("SOF-1").SubjectId, Is.EqualTo(subject).And.EqualTo(entry.SubjectId));
        Assert.That(temporary.Store.Entries.ReadPayload(entry), Is.EqualTo("ranked"u8.ToArray()));
        Assert.That(temporary.Store.Cases.Find(subject)!.CaseReference, Is.EqualTo("SOF-1"));
    }

    [Test]
    public async Task Many_threads_with_the_same_new_case_share_one_subject()
    {
        await using var temporary = TemporaryStore.Open();
        using var start = new Barrier(32);
        var subjects = new string[32];
        var threads = Enumerable
            .Range(0, 32)
            .Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                var ranking = temporary.Ranking("SOF-new");
                subjects[i] = ranking.Case!.SubjectId;
                temporary.Log.AppendAsync(ranking, CancellationToken.None).GetAwaiter().GetResult();
            }))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.That(subjects.Distinct().Count(), Is.EqualTo(1));
        Assert.That(temporary.Store.Entries.Entries().Select(entry => entry.SubjectId), Is.All.EqualTo(subjects[0]).And.Exactly(32).Items);
        Assert.That(temporary.Count("cases"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_key_in_use_stays_the_same_when_the_cache_has_moved_on()
    {
        await using var temporary = TemporaryStore.Open(new() { CachedCases = 1 });
        var held = temporary.Store.Cases.GetOrCreate("SOF-held");
        for (var i = 0; i < 10; i++)
            temporary.Store.Cases.GetOrCreate($"SOF-{i}");

        Assert.That(temporary.Store.Cases.GetOrCreate("SOF-held"), Is.SameAs(held));
        GC.KeepAlive(held);
    }

    [Test]
    public async Task A_case_that_was_never_recorded_is_not_saved()
    {
        await using var temporary = TemporaryStore.Open();
        var key = temporary.Store.Cases.GetOrCreate("SOF-1");

        Assert.That(temporary.Store.Cases.Find(key.SubjectId), Is.Null);
    }

    [Test]
    public async Task Without_its_case_a_payload_is_unreadable_and_verification_says_so()
    {
        await using var temporary = TemporaryStore.Open();
        var recorded = await temporary.RankAsync();
        temporary.Execute("DELETE FROM cases");

        Assert.That(
            () => temporary.Store.Entries.ReadPayload(temporary.Store.Entries.Find(recorded.EntryId)!),
            Throws.TypeOf<PayloadUnreadableException>().With.Property("KeyIsMissing").True
        );
        Assert.That(
            temporary.Store.Verification.Run().Problem,
            Is.EqualTo("Entry 1: the key of its case is missing, and no erasure was recorded.")
        );
    }

    [TestCase("wrapped_key = x'00'")]
    [TestCase("wrapped_key = sealed_reference")]
    [TestCase("sealed_reference = wrapped_key")]
    public async Task A_changed_key_is_a_finding(string change)
    {
        await using var temporary = TemporaryStore.Open();
        var recorded = await temporary.RankAsync();
        temporary.Execute($"UPDATE cases SET {change}");

        Assert.That(
            () => temporary.Store.Entries.ReadPayload(temporary.Store.Entries.Find(recorded.EntryId)!),
            Throws.TypeOf<PayloadUnreadableException>().With.Property("KeyIsMissing").False
        );
        Assert.That(temporary.Store.Verification.Run().FirstBrokenSequence, Is.EqualTo(1));
    }

    [Test]
    public async Task References_exchanged_between_two_cases_by_whoever_holds_the_master_key_are_a_finding()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync("SOF-1");
        await temporary.RankAsync("SOF-2");
        var (one, two) = (temporary.Store.Cases.GetOrCreate("SOF-1"), temporary.Store.Cases.GetOrCreate("SOF-2"));
        Exchange(temporary, one, two);
        await temporary.ReopenAsync();

        Assert.That(() => temporary.Store.Cases.FindByReference("SOF-1"), Throws.TypeOf<CaseKeyUnreadableException>());
        Assert.That(temporary.Store.Verification.Run().FirstBrokenSequence, Is.EqualTo(1));
    }

    [Test]
    public async Task A_reference_that_does_not_fit_its_lookup_is_a_finding()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync("SOF-1");
        var key = temporary.Store.Cases.GetOrCreate("SOF-1");
        var content = AuthenticatedEncryption.TryOpen(key.Key, key.Row.SealedReference, Binding(key.SubjectId, key.Row.ReferenceLookup));
        Change(temporary, key, temporary.Store.MasterKey.CaseLookup("SOF-other"), content!);
        await temporary.ReopenAsync();

        Assert.That(() => temporary.Store.Cases.FindByReference("SOF-other"), Throws.TypeOf<CaseKeyUnreadableException>());
    }

    // As an attacker does it who has the master key, and so every case's: each row is sealed as the program would.
    static void Exchange(TemporaryStore temporary, CaseKey one, CaseKey two)
    {
        var contents = new[] { one, two }.Select(key =>
            AuthenticatedEncryption.TryOpen(key.Key, key.Row.SealedReference, Binding(key.SubjectId, key.Row.ReferenceLookup))!
        );
        var (ofOne, ofTwo) = (contents.First(), contents.Last());
        Assert.That(ofOne, Is.Not.EqualTo(ofTwo));
        Change(temporary, one, "aside", ofTwo);
        Change(temporary, two, one.Row.ReferenceLookup, ofOne);
        Change(temporary, one, two.Row.ReferenceLookup, ofTwo);
    }

    static void Change(TemporaryStore temporary, CaseKey key, string lookup, byte[] content)
    {
        using var connection = temporary.OpenRaw();
        connection.Execute(
            "UPDATE cases SET reference_lookup = @lookup, sealed_reference = @reference WHERE subject_id = @SubjectId",
            new
            {
                lookup,
                reference = AuthenticatedEncryption.Seal(key.Key, content, Binding(key.SubjectId, lookup)),
                key.SubjectId,
            }
        );
    }

    static string Binding(string subjectId, string lookup) => $"{subjectId}|{lookup}|reference";
}
