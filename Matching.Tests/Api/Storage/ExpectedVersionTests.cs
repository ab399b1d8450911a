using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>Of two entries decided on the same version of a stream the second is refused; what other streams do does not matter.</summary>
public sealed class ExpectedVersionTests
{
    private static readonly StreamKind[] Streams =
    [
        new(StreamName.Case, LogKinds.CaseTeam, true),
        new(StreamName.Case, LogKinds.LegalHold, true),
        new(StreamName.Stays, LogKinds.Stay, true),
        new(StreamName.Stays, LogKinds.StayEnded, true),
        new(StreamName.Stays, LogKinds.StayWithdrawn, true),
        new(StreamName.Rankings, LogKinds.Ranking, true),
        new(StreamName.Rankings, LogKinds.WhatIf, true),
        new(StreamName.CallerKeys, LogKinds.CallerKey, false),
        new(StreamName.Models, LogKinds.ModelPromotion, false),
        new(StreamName.Models, LogKinds.ModelRollback, false),
        new(StreamName.Models, LogKinds.ModelUse, false),
        new(StreamName.Places, LogKinds.Availability, false),
        new(StreamName.Places, LogKinds.PeerGroup, false),
    ];

    [Test]
    public async Task An_entry_is_refused_when_its_own_stream_has_gone_on_and_no_other()
    {
        await using var temporary = TemporaryStore.Open();
        var store = temporary.Store;
        var wrong = new List<string>();
        foreach (var (own, written, isAnother) in Combinations)
        {
            var reference = $"{own.Kind} after {written.Kind} {isAnother}";
            var known = (await store.Log.AppendAsync(Entry(store, LogKinds.LegalHold, reference), default)).Sequence;
            var entry = Entry(store, own.Kind, reference) with { Expected = [new ExpectedVersion(own.Stream, known)] };
            await store.Log.AppendAsync(Entry(store, written.Kind, isAnother ? "another" : reference), default);

            if (await IsRefusedAsync(store.Log.AppendAsync(entry, default)) != MustRefuse(own, written, isAnother))
                wrong.Add(reference);
        }
        Assert.That(wrong, Is.Empty);
        Assert.That(Combinations.Count(one => MustRefuse(one.Own, one.Written, one.IsAnother)), Is.EqualTo(17 + 2 * 14));
    }

    [Test]
    public async Task So_it_is_of_what_was_written_before_the_service_started()
    {
        await using var temporary = TemporaryStore.Open();
        foreach (var (own, written, isAnother) in Combinations)
            await temporary.Log.AppendAsync(
                Entry(temporary.Store, written.Kind, isAnother ? "another" : $"{own.Kind} after {written.Kind}"),
                default
            );
        await temporary.ReopenAsync();
        var store = temporary.Store;
        var wrong = new List<string>();
        foreach (var (own, written, isAnother) in Combinations.Where(one => one.Own.IsOfCase))
        {
            var reference = $"{own.Kind} after {written.Kind}";
            var entry = Entry(store, own.Kind, isAnother ? $"{reference} of nobody" : reference) with
            {
                Expected = [new ExpectedVersion(own.Stream, 0)],
            };
            if (await IsRefusedAsync(store.Log.AppendAsync(entry, default)) != MustRefuse(own, written, isAnother))
                wrong.Add($"{reference} {isAnother}");
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task So_it_is_within_one_transaction()
    {
        foreach (var (_, kind, _) in Streams)
        {
            await using var temporary = TemporaryStore.Open();
            var store = temporary.Store;
            var entry = Entry(store, kind, "SOF-1") with { Expected = [new ExpectedVersion(LogKinds.StreamOf(kind)!.Value, 1)] };
            Task<RecordedEntry>[] together;
            using (temporary.BlockWriter())
                together = [store.Log.AppendAsync(entry, default), store.Log.AppendAsync(entry, default)];
            Assert.That(
                (await IsRefusedAsync(together[0]), await IsRefusedAsync(together[1]), store.Log.Transactions),
                Is.EqualTo((false, true, 2L)),
                kind
            );
        }
    }

    private static List<(StreamKind Own, StreamKind Written, bool IsAnother)> Combinations =>
        [.. from own in Streams from written in Streams from isAnother in new[] { false, true } select (own, written, isAnother)];

    private static bool MustRefuse(StreamKind own, StreamKind written, bool isAnother) =>
        own.Stream == written.Stream && !(isAnother && written.IsOfCase);

    private static async Task<bool> IsRefusedAsync(Task<RecordedEntry> entry)
    {
        try
        {
            await entry;
            return false;
        }
        catch (StaleVersionException)
        {
            return true;
        }
    }

    private static NewEntry Entry(MatchingStore store, string kind, string reference) =>
        new()
        {
            Kind = kind,
            Caller = "visitator",
            Case = Streams.Single(stream => stream.Kind == kind).IsOfCase ? store.Cases.GetOrCreate(reference) : null,
            Payload = "{}"u8.ToArray(),
        };

    /// <summary>A kind of entry in its stream.</summary>
    private sealed record StreamKind(StreamName Stream, string Kind, bool IsOfCase);
}
