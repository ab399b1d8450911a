using System.Text;
using Matching.Api.Cases;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Api.Stays;

/// <summary>Reads stays from the log: how each began, what was known then, and how it ended.</summary>
public sealed class RecordedStays(MatchingStore store, ReferenceDataStore referenceStore)
{
    /// <summary>The stay of an entry.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal RecordedStay Read(LogEntry entry)
    {
        using var span = Tracing.Start("read");
        var record = StayJson.ReadStay(store.Entries.ReadPayload(entry));
        var stay = StayJson.StayOf(record);
        var reference =
            store.Cases.Find(entry.SubjectId!)?.CaseReference ?? throw new PayloadUnreadableException(entry.EntryId, keyIsMissing: true);
        var begun = new RecordedStay(entry.EntryId, entry.RecordedAt, reference, stay, FactsOf(stay));
        return With(
            record.Ended is { } ended ? begun with { End = StayJson.EndOf(ended), EndRecordedAt = entry.RecordedAt, Ends = 1 } : begun
        );
    }

    /// <summary>What was known when a stay began.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal StayFacts FactsOf(Stay stay) =>
        StayFacts.Of(stay.RankingId is { } id ? RankingHandler.Find(store.Entries, id) : null, stay.Start, referenceStore);

    /// <summary>The stays of a case that stand, and how far its stays had come, for whoever decides by them.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal (IReadOnlyList<RecordedStay> Stays, ExpectedVersion Version) OfCase(string subjectId)
    {
        var entries = store.Entries.EntriesOf(subjectId, LogKinds.AboutStays).ToList();
        return (
            [.. entries.Where(entry => entry.Kind == LogKinds.Stay).Select(Read).Where(stay => stay.Withdrawal is null)],
            new ExpectedVersion(StreamName.Stays, entries.Count == 0 ? 0 : entries[^1].Sequence)
        );
    }

    /// <summary>
    /// Stands for the end of a stay in the log, where it is unique, and for each correction of it: so no stay ends twice, and no end is
    /// corrected unseen, whichever instances are reported.
    /// </summary>
    internal string EndOf(string stayId, int endsBefore) =>
        Fingerprint(endsBefore == 0 ? $"end of stay|{stayId}" : $"end of stay|{stayId}|{endsBefore}");

    /// <summary>The same for the withdrawal of a stay.</summary>
    internal string WithdrawalOf(string stayId) => Fingerprint($"withdrawal of stay|{stayId}");

    private RecordedStay With(RecordedStay stay)
    {
        while (Find(EndOf(stay.StayId, stay.Ends), LogKinds.StayEnded) is { } ended)
            stay = stay with
            {
                End = StayJson.EndOf(StayJson.ReadEnd(store.Entries.ReadPayload(ended))),
                EndRecordedAt = ended.RecordedAt,
                Ends = stay.Ends + 1,
            };
        return Find(WithdrawalOf(stay.StayId), LogKinds.StayWithdrawn) is { } withdrawn
            ? stay with
            {
                Withdrawal = new StayWithdrawal(
                    withdrawn.RecordedAt,
                    Terms<StayWithdrawalReason>.Parse(StayJson.ReadWithdrawal(store.Entries.ReadPayload(withdrawn)).Reason)
                ),
            }
            : stay;
    }

    private LogEntry? Find(string idempotency, string kind) =>
        store.Entries.FindByIdempotency(idempotency) is { } entry && entry.Kind == kind ? entry : null;

    private string Fingerprint(string text) => store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes(text));
}

/// <summary>A stay with what the log gave it.</summary>
internal sealed record RecordedStay(string StayId, string RecordedAt, string CaseReference, Stay Stay, StayFacts Facts)
{
    /// <summary>How it ended, as it was reported last; null while it goes on.</summary>
    public StayEnd? End { get; init; }

    /// <summary>When that was recorded.</summary>
    public string? EndRecordedAt { get; init; }

    /// <summary>How often an end was reported: all but the first are corrections.</summary>
    public int Ends { get; init; }

    /// <summary>That it was recorded in error; null while it stands.</summary>
    public StayWithdrawal? Withdrawal { get; init; }

    /// <summary>The legal track; null when not known.</summary>
    public Track? Track => Stay.Track ?? Facts.Track;

    private bool IsCourts => Track is { } track && StayRow.IsOfCourt(track);

    private DateOnly Last => End?.End ?? DateOnly.MaxValue;

    /// <summary>
    /// Whether one of two stays of a child must be wrong: it lives in one place at a time, a stay goes on until it ends, and another may
    /// begin that day. What a court decided may run beside a place
    /// that is kept.
    /// </summary>
    public bool Overlaps(RecordedStay other) => !IsCourts && !other.IsCourts && Stay.Start < other.Last && other.Stay.Start < Last;
}
