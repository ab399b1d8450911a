using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Stays;

/// <summary>Records where children came to live and how it ended: nothing is answered that is not on disk.</summary>
public sealed class StayHandler(MatchingStore store, RecordedStays stays, CaseCommands commands, IdempotentCommands once)
{
    // Keys of stays are told from those of rankings, so that a caller may count both from one.
    private const string Scope = "stay|";
    private const int MostTries = 50;

    /// <summary>
    /// Records that a stay began; null when the case is another team's. With an idempotency key, once per caller and key.
    /// </summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    internal Task<StayOutcome?> BeginAsync(
        StayRequest request,
        JsonElement body,
        Requester requester,
        IdempotencyKey key,
        Problems problems
    ) =>
        once.RunAsync(
            Scope,
            key,
            body,
            requester,
            mark => AppendAsync(request, requester, mark, problems),
            entry => AgainAsync(entry, requester)
        );

    /// <summary>What was recorded for a caller's idempotency key and body; null when there is none.</summary>
    internal Task<StayOutcome?> FindByKeyAsync(JsonElement body, Requester requester, IdempotencyKey key) =>
        once.FindAsync(Scope, key, body, requester, entry => AgainAsync(entry, requester));

    /// <summary>
    /// Records how a stay ended, or that it ended otherwise than was recorded; null when there is none by that id, or none for this caller.
    /// What is refused says something of the record too, so that
    /// it was read is then recorded.
    /// </summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    internal Task<StayOutcome?> EndAsync(StayId id, StayEndRequest request, Requester requester, Problems problems) =>
        AboutAsync(id, requester, (command, entry) => EndAsync(command, entry, request, problems));

    /// <summary>Records that a stay was recorded in error; null when there is none by that id, or none for this caller.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    internal Task<StayOutcome?> WithdrawAsync(StayId id, StayWithdrawalReason reason, Requester requester) =>
        AboutAsync(id, requester, (command, entry) => WithdrawAsync(command, entry, reason));

    /// <summary>A recorded stay, once the access is recorded; null when there is none by that id, or none for this caller.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogUnavailableException">The access could not be recorded.</exception>
    internal Task<RecordedStay?> FindAsync(StayId id, Requester requester) =>
        commands.AboutAsync(id.Value, LogKinds.Stay, requester, ReadAsync);

    private async Task<StayOutcome?> AppendAsync(StayRequest request, Requester requester, IdempotencyMark? mark, Problems problems)
    {
        commands.RefuseWhenDiskIsNearlyFull();
        var outcome = await commands.BeginAsync(request.CaseReference, requester, command => AppendAsync(command, request, mark, problems));
        // Of another's case this is said as of one that is not there, or a made-up id would tell the two apart, and leave no trace.
        return outcome is null && request.Stay.RankingId is not null ? NoSuchRanking(problems) : outcome;
    }

    private static StayOutcome NoSuchRanking(Problems problems)
    {
        problems.Add("rankingId", "is not the id of a ranking of this case");
        return StayOutcome.Refused(StayRefusal.Faults);
    }

    private async Task<StayOutcome?> AppendAsync(CaseCommand command, StayRequest request, IdempotencyMark? mark, Problems problems)
    {
        var stay = request.Stay;
        if (stay.RankingId is { } rankingId && store.Entries.FindSubject(rankingId, LogKinds.Ranking) != command.SubjectId)
            return NoSuchRanking(problems);
        var facts = stays.FactsOf(stay);
        if (facts.ContradictedBy(stay.Track))
        {
            await command.RecordReadAsync(AccessAction.RankingRead, stay.RankingId);
            problems.Add("track", "contradicts the ranking, which names a ground that a court gives");
            return StayOutcome.Refused(StayRefusal.Faults);
        }
        var (others, version) = stays.OfCase(command.SubjectId);
        var begun = new RecordedStay("", "", request.CaseReference.Value, stay, facts)
        {
            End = request.End,
            Ends = request.End is null ? 0 : 1,
        };
        if (facts.FaultOfStart(stay.Start) is { } impossible)
            problems.Add("start", impossible);
        if (request.End is { } told && facts.FaultOfEnd(told.End) is { } tooLate)
            problems.Add("end", tooLate);
        if (!problems.None)
        {
            await command.RecordReadAsync(AccessAction.RankingRead, stay.RankingId);
            return StayOutcome.Refused(StayRefusal.Faults);
        }
        if (others.Where(begun.Overlaps).ToList() is { Count: > 0 } overlapped)
        {
            // The other may be what the same key recorded meanwhile.
            if (mark is not null && store.Entries.FindByIdempotency(mark.Idempotency) is { } same)
                throw new DuplicateIdempotencyException(same.EntryId, same.BodyFingerprint);
            return await ReportAsync(command, StayOutcome.Overlapping(overlapped), overlapped);
        }
        var recorded = await command.AppendAsync(
            LogKinds.Stay,
            StayJson.Write(stay, request.End, command.Requester.Purpose),
            entry => entry with { Expected = [.. entry.Expected, version], Idempotency = mark?.Idempotency, BodyFingerprint = mark?.Body }
        );
        return new StayOutcome(
            begun with
            {
                StayId = recorded.EntryId,
                RecordedAt = recorded.RecordedAt,
                EndRecordedAt = request.End is null ? null : recorded.RecordedAt,
            },
            IsNew: true
        );
    }

    /// <summary>
    /// Does something about a stay, and again when someone else did the same meanwhile: then it is there to be compared with.
    /// </summary>
    private async Task<StayOutcome?> AboutAsync(StayId id, Requester requester, Func<CaseCommand, LogEntry, Task<StayOutcome?>> decide)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await commands.AboutAsync(id.Value, LogKinds.Stay, requester, decide);
            }
            catch (DuplicateIdempotencyException) when (tries < MostTries) { }
        }
    }

    private async Task<StayOutcome?> EndAsync(CaseCommand command, LogEntry entry, StayEndRequest request, Problems problems)
    {
        var (standing, version) = stays.OfCase(entry.SubjectId!);
        var (stay, end) = (stays.Read(entry), request.End);
        if (stay.Withdrawal is not null)
            return await ReportAsync(command, StayOutcome.Refused(StayRefusal.Withdrawn), [stay]);
        if (stay.End == end)
            return await ReportAsync(command, new StayOutcome(stay), [stay]);
        if (stay.End is not null && !request.Corrects)
            return await ReportAsync(command, StayOutcome.Refused(StayRefusal.EndedOtherwise), [stay]);
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
        else if (stay.Facts.FaultOfEnd(end.End) is { } tooLate)
            problems.Add("end", tooLate);
        if (!problems.None)
            return await ReportAsync(command, StayOutcome.Refused(StayRefusal.Faults), [stay]);
        // What overlapped before, in records of before that was refused, must not keep it from being mended.
        var ended = stay with
        {
            End = end,
        };
        if (
            standing.Where(other => other.StayId != stay.StayId && ended.Overlaps(other) && !stay.Overlaps(other)).ToList() is
            { Count: > 0 } overlapped
        )
            return await ReportAsync(command, StayOutcome.Overlapping(overlapped), [stay, .. overlapped]);
        command.RefuseWhenDiskIsNearlyFull();
        var recorded = await command.AppendAsync(
            LogKinds.StayEnded,
            StayJson.Write(entry.EntryId, end, request.Corrects, command.Requester.Purpose),
            recording => recording with { Expected = [.. recording.Expected, version], Idempotency = stays.EndOf(entry.EntryId, stay.Ends) }
        );
        return new StayOutcome(ended with { EndRecordedAt = recorded.RecordedAt, Ends = stay.Ends + 1 }, IsNew: true);
    }

    private async Task<StayOutcome?> WithdrawAsync(CaseCommand command, LogEntry entry, StayWithdrawalReason reason)
    {
        var stay = stays.Read(entry);
        if (stay.Withdrawal is { } told)
            return await ReportAsync(
                command,
                told.Reason == reason ? new StayOutcome(stay) : StayOutcome.Refused(StayRefusal.Withdrawn),
                [stay]
            );
        command.RefuseWhenDiskIsNearlyFull();
        var recorded = await command.AppendAsync(
            LogKinds.StayWithdrawn,
            StayJson.Write(entry.EntryId, reason, command.Requester.Purpose),
            recording => recording with { Idempotency = stays.WithdrawalOf(entry.EntryId) }
        );
        return new StayOutcome(stay with { Withdrawal = new StayWithdrawal(recorded.RecordedAt, reason) }, IsNew: true);
    }

    /// <summary>Gives an answer with nothing new in the record, once it is recorded that those stays were read.</summary>
    private static async Task<StayOutcome?> ReportAsync(CaseCommand command, StayOutcome outcome, IEnumerable<RecordedStay> shown)
    {
        foreach (var stay in shown)
            await command.RecordStayReadAsync(stay.StayId);
        return outcome;
    }

    private async Task<StayOutcome?> AgainAsync(LogEntry entry, Requester requester) =>
        await commands.AboutAsync(entry, requester, ReadAsync) is { } stay ? new StayOutcome(stay) : null;

    private async Task<RecordedStay?> ReadAsync(CaseCommand command, LogEntry entry)
    {
        var stay = stays.Read(entry);
        await command.RecordStayReadAsync(entry.EntryId);
        return stay;
    }
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
