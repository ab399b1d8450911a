using System.Text;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Rankings;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Engine.Parsing;

namespace Matching.Api.Stays;

/// <summary>Records where children came to live and how it ended: nothing is answered that is not on disk.</summary>
public sealed class StayHandler(MatchingStore store, RecordedStays stays, CaseProjection cases, AccessLog access, DiskSpace space)
{
    private const int MostTries = 50;

    /// <summary>
    /// Records that a stay began; null when the case is another team's. With an idempotency key, once per caller and key.
    /// </summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    internal async Task<StayOutcome?> BeginAsync(
        StayRequest request,
        JsonElement body,
        Requester requester,
        string? idempotencyKey,
        Problems problems
    )
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
        store.Entries.FindByIdempotency(IdempotencyOf(requester.Name, idempotencyKey)) is { } entry
            ? (await AgainAsync(entry, FingerprintOf(body), requester))?.Stay
            : null;

    /// <summary>
    /// Records how a stay ended, or that it ended otherwise than was recorded; null when there is none by that id, or none for this caller.
    /// What is refused says something of the record too, so that
    /// it was read is then recorded.
    /// </summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    internal Task<StayOutcome?> EndAsync(string stayId, StayEndRequest request, Requester requester, Problems problems) =>
        AboutAsync(stayId, (entry, basis) => EndAsync(entry, request, requester, basis, problems));

    /// <summary>Records that a stay was recorded in error; null when there is none by that id, or none for this caller.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    internal Task<StayOutcome?> WithdrawAsync(string stayId, StayWithdrawalReason reason, Requester requester) =>
        AboutAsync(stayId, (entry, basis) => WithdrawAsync(entry, reason, requester, basis));

    /// <summary>A recorded stay, once the access is recorded; null when there is none by that id, or none for this caller.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogUnavailableException">The access could not be recorded.</exception>
    internal async Task<RecordedStay?> FindAsync(string stayId, Requester requester) =>
        FindEntry(stayId) is { } entry ? await ReadAsync(entry, requester) : null;

    private Task<StayOutcome?> AppendAsync(
        StayRequest request,
        Requester requester,
        string? idempotency,
        string? fingerprint,
        Problems problems
    ) =>
        store.DecideAsync(async basis =>
        {
            space.RefuseWhenNearlyFull();
            var key = store.Cases.GetOrCreate(request.CaseReference);
            if (!requester.MaySee(cases.Of(key.SubjectId).Team))
                return null;
            var stay = request.Stay;
            if (
                stay.RankingId is { } rankingId
                && !(store.Entries.Find(rankingId) is { Kind: LogKinds.Ranking } ranking && ranking.SubjectId == key.SubjectId)
            )
            {
                problems.Add("rankingId", "is not the id of a ranking of this case");
                return StayOutcome.Refused(StayRefusal.Faults);
            }
            var facts = stays.FactsOf(stay);
            if (facts.ContradictedBy(stay.Track))
            {
                problems.Add("track", "contradicts the ranking, which names a ground that a court gives");
                return StayOutcome.Refused(StayRefusal.Faults);
            }
            var (others, last) = stays.OfCase(key.SubjectId);
            var begun = new RecordedStay("", "", request.CaseReference, stay, facts);
            if (others.Where(begun.Overlaps).ToList() is { Count: > 0 } overlapped)
            {
                // The other may be what the same key recorded meanwhile.
                if (idempotency is not null && store.Entries.FindByIdempotency(idempotency) is { } same)
                    throw new DuplicateIdempotencyException(same.EntryId, same.BodyFingerprint);
                return await ReportAsync(StayOutcome.Overlapping(overlapped), overlapped, key.SubjectId, requester, basis);
            }
            using var span = Tracing.Start("record");
            var recorded = await store.Log.AppendAsync(
                new NewEntry
                {
                    Kind = LogKinds.Stay,
                    Caller = requester.Name,
                    Case = key,
                    Basis = basis,
                    LastOfCase = last,
                    StateSequence = store.Log.CurrentState,
                    Payload = StayJson.Write(stay, requester.Purpose),
                    Idempotency = idempotency,
                    BodyFingerprint = fingerprint,
                },
                CancellationToken.None
            );
            return new StayOutcome(begun with { StayId = recorded.EntryId, RecordedAt = recorded.RecordedAt }, IsNew: true);
        });

    /// <summary>
    /// Does something about a stay, and again when someone else did the same meanwhile: then it is there to be compared with.
    /// </summary>
    private async Task<StayOutcome?> AboutAsync(string stayId, Func<LogEntry, long?, Task<StayOutcome?>> decide)
    {
        if (FindEntry(stayId) is not { } entry)
            return null;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await store.DecideAsync(basis => decide(entry, basis));
            }
            catch (DuplicateIdempotencyException) when (tries < MostTries) { }
        }
    }

    private async Task<StayOutcome?> EndAsync(LogEntry entry, StayEndRequest request, Requester requester, long? basis, Problems problems)
    {
        if (!requester.MaySee(cases.Of(entry.SubjectId).Team))
            return null;
        var (standing, last) = stays.OfCase(entry.SubjectId!);
        var (stay, end) = (stays.Read(entry), request.End);
        if (stay.Withdrawal is not null)
            return await ReportAsync(StayOutcome.Refused(StayRefusal.Withdrawn), [stay], entry.SubjectId!, requester, basis);
        if (stay.End == end)
            return await ReportAsync(new StayOutcome(stay), [stay], entry.SubjectId!, requester, basis);
        if (stay.End is not null && !request.Corrects)
            return await ReportAsync(StayOutcome.Refused(StayRefusal.EndedOtherwise), [stay], entry.SubjectId!, requester, basis);
        if (stay.End is null && request.Corrects)
            problems.Add("corrects", "is told of a stay that has ended only");
        if (end.End < stay.Stay.Start)
            problems.Add(
                "end",
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"lies before the start of the stay, {stay.Stay.Start:yyyy-MM-dd}"
                )
            );
        if (!problems.None)
            return await ReportAsync(StayOutcome.Refused(StayRefusal.Faults), [stay], entry.SubjectId!, requester, basis);
        // What overlapped before, in records of before that was refused, must not keep it from being mended.
        var ended = stay with
        {
            End = end,
        };
        if (
            standing.Where(other => other.StayId != stay.StayId && ended.Overlaps(other) && !stay.Overlaps(other)).ToList() is
            { Count: > 0 } overlapped
        )
            return await ReportAsync(StayOutcome.Overlapping(overlapped), [stay, .. overlapped], entry.SubjectId!, requester, basis);
        var recorded = await AppendAsync(
            LogKinds.StayEnded,
            entry,
            StayJson.Write(entry.EntryId, end, request.Corrects, requester.Purpose),
            stays.EndOf(entry.EntryId, stay.Ends),
            last,
            requester,
            basis
        );
        return new StayOutcome(ended with { EndRecordedAt = recorded.RecordedAt, Ends = stay.Ends + 1 }, IsNew: true);
    }

    private async Task<StayOutcome?> WithdrawAsync(LogEntry entry, StayWithdrawalReason reason, Requester requester, long? basis)
    {
        if (!requester.MaySee(cases.Of(entry.SubjectId).Team))
            return null;
        var stay = stays.Read(entry);
        if (stay.Withdrawal is { } told)
            return await ReportAsync(
                told.Reason == reason ? new StayOutcome(stay) : StayOutcome.Refused(StayRefusal.Withdrawn),
                [stay],
                entry.SubjectId!,
                requester,
                basis
            );
        var recorded = await AppendAsync(
            LogKinds.StayWithdrawn,
            entry,
            StayJson.Write(entry.EntryId, reason, requester.Purpose),
            stays.WithdrawalOf(entry.EntryId),
            null,
            requester,
            basis
        );
        return new StayOutcome(stay with { Withdrawal = new StayWithdrawal(recorded.RecordedAt, reason) }, IsNew: true);
    }

    /// <summary>Gives an answer with nothing new in the record, once it is recorded that those stays were read.</summary>
    private async Task<StayOutcome> ReportAsync(
        StayOutcome outcome,
        IEnumerable<RecordedStay> told,
        string subjectId,
        Requester requester,
        long? basis
    )
    {
        foreach (var stay in told)
            await access.RecordStayAsync(subjectId, AccessAction.StayRead, stay.StayId, requester, basis);
        return outcome;
    }

    private async Task<RecordedEntry> AppendAsync(
        string kind,
        LogEntry entry,
        byte[] payload,
        string idempotency,
        LastOfCase? last,
        Requester requester,
        long? basis
    )
    {
        space.RefuseWhenNearlyFull();
        using var span = Tracing.Start("record");
        return await store.Log.AppendAsync(
            new NewEntry
            {
                Kind = kind,
                Caller = requester.Name,
                Case = store.Cases.Find(entry.SubjectId!) ?? throw new PayloadUnreadableException(entry.EntryId, keyIsMissing: true),
                Basis = basis,
                LastOfCase = last,
                StateSequence = store.Log.CurrentState,
                Payload = payload,
                Idempotency = idempotency,
            },
            CancellationToken.None
        );
    }

    private async Task<StayOutcome?> AgainAsync(LogEntry entry, string fingerprint, Requester requester)
    {
        if (entry.BodyFingerprint != fingerprint)
            throw new IdempotencyMismatchException();
        return await ReadAsync(entry, requester) is { } stay ? new StayOutcome(stay) : null;
    }

    private Task<RecordedStay?> ReadAsync(LogEntry entry, Requester requester) =>
        store.DecideAsync(async basis =>
        {
            if (!requester.MaySee(cases.Of(entry.SubjectId).Team))
                return null;
            var stay = stays.Read(entry);
            await access.RecordStayAsync(entry.SubjectId!, AccessAction.StayRead, entry.EntryId, requester, basis);
            return (RecordedStay?)stay;
        });

    private LogEntry? FindEntry(string stayId) => store.Entries.Find(stayId) is { Kind: LogKinds.Stay } entry ? entry : null;

    // Begins otherwise than that of a ranking, so that a caller may count both from one.
    private string IdempotencyOf(string caller, string key) =>
        store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes($"stay|{caller.Length}:{caller}{key}"));

    private string FingerprintOf(JsonElement body) => store.MasterKey.Fingerprint(DocumentHash.Canonical(body));
}

/// <summary>What came of recording.</summary>
/// <param name="Stay">What stands in the log now; null when it was refused.</param>
/// <param name="IsNew">Whether it was recorded now.</param>
internal sealed record StayOutcome(RecordedStay? Stay, bool IsNew = false)
{
    /// <summary>Why it was refused; null when it was not.</summary>
    public StayRefusal? Refusal { get; private init; }

    /// <summary>The stays it would overlap; none unless it was refused because of them.</summary>
    public IReadOnlyList<RecordedStay> Overlapped { get; private init; } = [];

    /// <summary>It was refused.</summary>
    public static StayOutcome Refused(StayRefusal refusal) => new((RecordedStay?)null) { Refusal = refusal };

    /// <summary>It was refused because the child would live in two places at once.</summary>
    public static StayOutcome Overlapping(IReadOnlyList<RecordedStay> others) =>
        new((RecordedStay?)null) { Refusal = StayRefusal.Overlap, Overlapped = others };
}

/// <summary>Why nothing was recorded of a stay.</summary>
internal enum StayRefusal
{
    /// <summary>The problems noted say why.</summary>
    Faults,

    /// <summary>It ended otherwise, and nothing was said of a correction.</summary>
    EndedOtherwise,

    /// <summary>It is withdrawn, or was for another reason.</summary>
    Withdrawn,

    /// <summary>The child would live in two places at once.</summary>
    Overlap,
}
