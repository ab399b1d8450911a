using System.Text;
using Matching.Api.Hosting;
using Matching.Api.Rankings;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Engine.Placements;

namespace Matching.Api.Stays;

/// <summary>Reads stays from the log: how each began, what was known then, and how it ended.</summary>
public sealed class RecordedStays(MatchingStore store, KnowledgeArchive archive)
{
    /// <summary>The stay of an entry.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal RecordedStay Read(LogEntry entry)
    {
        using var span = Tracing.Start("read");
        var stay = StayJson.StayOf(StayJson.ReadStay(store.Entries.ReadPayload(entry)));
        var reference = store.Cases.Find(entry.SubjectId!)?.CaseReference ?? throw new PayloadUnreadableException(entry.EntryId, keyIsMissing: true);
        return With(new RecordedStay(entry.EntryId, entry.RecordedAt, reference, stay, FactsOf(stay)));
    }

    /// <summary>What was known when a stay began.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal StayFacts FactsOf(Stay stay) =>
        StayFacts.Of(stay.RankingId is { } id ? RankingDesk.Find(store.Entries, id) : null, stay.Start, archive);

    /// <summary>Stands for the end of a stay in the log, where it is unique: so no stay ends twice, whichever instances are told.</summary>
    internal string EndOf(string stayId) => store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes($"end of stay|{stayId}"));

    private RecordedStay With(RecordedStay stay) => store.Entries.FindByIdempotency(EndOf(stay.StayId)) is { Kind: LogKinds.StayEnded } ended
        ? stay with { End = StayJson.EndOf(StayJson.ReadEnd(store.Entries.ReadPayload(ended))), EndRecordedAt = ended.RecordedAt }
        : stay;
}

/// <summary>A stay with what the log gave it.</summary>
internal sealed record RecordedStay(string StayId, string RecordedAt, string CaseReference, Stay Stay, StayFacts Facts)
{
    /// <summary>How it ended; null while it goes on.</summary>
    public StayEnd? End { get; init; }

    /// <summary>When the end was recorded.</summary>
    public string? EndRecordedAt { get; init; }

    /// <summary>The legal track; null when not known.</summary>
    public Track? Track => Stay.Track ?? Facts.Track;
}
