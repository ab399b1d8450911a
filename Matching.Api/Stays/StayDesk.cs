using System.Text;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Rankings;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Engine.Reading;

namespace Matching.Api.Stays;

/// <summary>Records where children came to live and how it ended: nothing is answered that is not on disk.</summary>
public sealed class StayDesk(MatchingStore store, RecordedStays stays, CaseBook cases, AccessLog access, DiskSpace space)
{
    /// <summary>Records that a stay began; null when the case is another team's. With an idempotency key, once per caller and key.</summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    internal async Task<StayOutcome?> BeginAsync(StayRequest request, JsonElement body, Requester requester, string? idempotencyKey, Problems problems)
    {
        if (idempotencyKey is null)
            return await AppendAsync(request, requester, null, null, problems);
        var (idempotency, fingerprint) = (IdempotencyOf(requester.Name, idempotencyKey), FingerprintOf(body));
        if (store.Entries.FindByIdempotency(idempotency) is { } entry)
            return await AgainAsync(entry, fingerprint, requester);
        try
        {
            return await AppendAsync(request, requester, idempotency, fingerprint, problems);
        }
        catch (DuplicateIdempotencyException) when (store.Entries.FindByIdempotency(idempotency) is { } meanwhile)
        {
            return await AgainAsync(meanwhile, fingerprint, requester);
        }
    }

    /// <summary>What was recorded for a caller's idempotency key and body; null when the key is not used.</summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal async Task<RecordedStay?> FindByKeyAsync(JsonElement body, Requester requester, string idempotencyKey) =>
        store.Entries.FindByIdempotency(IdempotencyOf(requester.Name, idempotencyKey)) is { } entry ? (await AgainAsync(entry, FingerprintOf(body), requester))?.Stay : null;

    /// <summary>
    /// Records how a stay ended; null when there is none by that id, or none for this caller. What is refused tells something of the record too, so that it was read is then recorded.
    /// </summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    internal async Task<StayOutcome?> EndAsync(string stayId, StayEnd end, Requester requester, Problems problems)
    {
        if (FindEntry(stayId) is not { } entry)
            return null;
        try
        {
            return await store.DecideAsync(basis => EndAsync(entry, end, requester, basis, problems));
        }
        catch (DuplicateIdempotencyException)
        {
            // Someone else ended it meanwhile, so now it is there to be compared with.
            return await store.DecideAsync(basis => EndAsync(entry, end, requester, basis, problems));
        }
    }

    /// <summary>A recorded stay, once the access is recorded; null when there is none by that id, or none for this caller.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogUnavailableException">The access could not be recorded.</exception>
    internal async Task<RecordedStay?> FindAsync(string stayId, Requester requester) => FindEntry(stayId) is { } entry ? await ReadAsync(entry, requester) : null;

    private Task<StayOutcome?> AppendAsync(StayRequest request, Requester requester, string? idempotency, string? fingerprint, Problems problems) => store.DecideAsync(async basis =>
    {
        space.RefuseWhenNearlyFull();
        var key = store.Cases.GetOrCreate(request.CaseReference);
        if (!requester.MaySee(cases.Of(key.SubjectId).Team))
            return null;
        var stay = request.Stay;
        if (stay.RankingId is { } rankingId && !(store.Entries.Find(rankingId) is { Kind: LogKinds.Ranking } ranking && ranking.SubjectId == key.SubjectId))
        {
            problems.Add("rankingId", "is not the id of a ranking of this case");
            return StayOutcome.Refused;
        }
        var facts = stays.FactsOf(stay);
        if (facts.ContradictedBy(stay.Track))
        {
            problems.Add("track", "contradicts the ranking, which names a ground that a court gives");
            return StayOutcome.Refused;
        }
        using var span = Tracing.Start("record");
        var recorded = await store.Log.AppendAsync(new NewEntry
        {
            Kind = LogKinds.Stay,
            Caller = requester.Name,
            Case = key,
            Basis = basis,
            StateSequence = store.Log.CurrentState,
            Payload = StayJson.Write(stay, requester.Purpose),
            Idempotency = idempotency,
            BodyFingerprint = fingerprint,
        }, CancellationToken.None);
        return new StayOutcome(new RecordedStay(recorded.EntryId, recorded.RecordedAt, request.CaseReference, stay, facts), IsNew: true);
    });

    private async Task<StayOutcome?> EndAsync(LogEntry entry, StayEnd end, Requester requester, long? basis, Problems problems)
    {
        if (!requester.MaySee(cases.Of(entry.SubjectId).Team))
            return null;
        var stay = stays.Read(entry);
        if (stay.End is null && end.End >= stay.Stay.Start)
            return new StayOutcome(await AppendAsync(entry, stay, end, requester, basis), IsNew: true);
        await access.RecordStayAsync(entry.SubjectId!, AccessAction.StayRead, entry.EntryId, requester, basis);
        if (stay.End is { } told)
            return told == end ? new StayOutcome(stay) : StayOutcome.Refused;
        problems.Add("end", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"lies before the start of the stay, {stay.Stay.Start:yyyy-MM-dd}"));
        return StayOutcome.Refused;
    }

    private async Task<RecordedStay> AppendAsync(LogEntry entry, RecordedStay stay, StayEnd end, Requester requester, long? basis)
    {
        space.RefuseWhenNearlyFull();
        using var span = Tracing.Start("record");
        var recorded = await store.Log.AppendAsync(new NewEntry
        {
            Kind = LogKinds.StayEnded,
            Caller = requester.Name,
            Case = store.Cases.Find(entry.SubjectId!) ?? throw new PayloadUnreadableException(entry.EntryId, keyIsMissing: true),
            Basis = basis,
            StateSequence = store.Log.CurrentState,
            Payload = StayJson.Write(entry.EntryId, end, requester.Purpose),
            Idempotency = stays.EndOf(entry.EntryId),
        }, CancellationToken.None);
        return stay with { End = end, EndRecordedAt = recorded.RecordedAt };
    }

    private async Task<StayOutcome?> AgainAsync(LogEntry entry, string fingerprint, Requester requester)
    {
        if (entry.BodyFingerprint != fingerprint)
            throw new IdempotencyMismatchException();
        return await ReadAsync(entry, requester) is { } stay ? new StayOutcome(stay) : null;
    }

    private Task<RecordedStay?> ReadAsync(LogEntry entry, Requester requester) => store.DecideAsync(async basis =>
    {
        if (!requester.MaySee(cases.Of(entry.SubjectId).Team))
            return null;
        var stay = stays.Read(entry);
        await access.RecordStayAsync(entry.SubjectId!, AccessAction.StayRead, entry.EntryId, requester, basis);
        return (RecordedStay?)stay;
    });

    private LogEntry? FindEntry(string stayId) => store.Entries.Find(stayId) is { Kind: LogKinds.Stay } entry ? entry : null;

    // Begins otherwise than that of a ranking, so that a caller may count both from one.
    private string IdempotencyOf(string caller, string key) => store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes($"stay|{caller.Length}:{caller}{key}"));

    private string FingerprintOf(JsonElement body) => store.MasterKey.Fingerprint(DocumentHash.Canonical(body));
}

/// <summary>What came of recording.</summary>
/// <param name="Stay">What stands in the log now; null when it was refused, because of the problems noted or, when there are none, because something else stands there already.</param>
/// <param name="IsNew">Whether it was recorded now.</param>
internal sealed record StayOutcome(RecordedStay? Stay, bool IsNew = false)
{
    public static readonly StayOutcome Refused = new((RecordedStay?)null);
}
