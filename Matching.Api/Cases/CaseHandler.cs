using System.Globalization;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Cases;

/// <summary>What is done with a case as a whole. Every call gives null when there is no such case, or none for this caller.</summary>
public sealed class CaseHandler(
    MatchingStore store,
    CaseProjection caseStates,
    CaseCommands commands,
    AccessLog access,
    RetentionRules retention,
    WithdrawalReader withdrawals,
    TimeProvider clock
)
{
    /// <summary>What is recorded about a case.</summary>
    public Task<CaseOverview?> ReadAsync(CaseReference reference, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                await command.RecordReadAsync(AccessAction.CaseRead, null);
                return (CaseOverview?)Overview(command.Key);
            }
        );

    /// <summary>Who did what with a case, this export included.</summary>
    public Task<IReadOnlyList<Access>?> ExportAccessAsync(CaseReference reference, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                await command.RecordReadAsync(AccessAction.AccessLogExported, null);
                return (IReadOnlyList<Access>?)[.. access.Of(command.SubjectId)];
            }
        );

    /// <summary>Limits a case to a team, or opens it with null. A case that is not there yet begins so, under a name it may have.</summary>
    public Task<CaseState?> LimitAsync(CaseReference reference, string? team, Requester requester)
    {
        return reference.MayBegin
            ? commands.BeginAsync(reference, requester, LimitAsync, isFirm: true)
            : commands.AboutAsync(reference, requester, LimitAsync, isFirm: true);

        Task<CaseState?> LimitAsync(CaseCommand command) =>
            ChangeAsync(command, LogKinds.CaseTeam, CaseJson.Write(new TeamRecord(CaseJson.Schema, team, requester.Purpose)));
    }

    /// <summary>Sets or lifts a legal hold.</summary>
    public Task<CaseState?> HoldAsync(CaseReference reference, bool held, string reason, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            command => ChangeAsync(command, LogKinds.LegalHold, CaseJson.Write(new HoldRecord(CaseJson.Schema, held, reason))),
            isFirm: true
        );

    /// <summary>Destroys a case's key, so that nothing of it can be read again. The log stays whole, and its headers stay.</summary>
    /// <exception cref="CaseMustBeKeptException">A legal hold or a period of retention runs.</exception>
    public Task<Erased?> EraseAsync(CaseReference reference, ErasureReason reason, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                var known = await RequireErasableAsync(command);
                var recorded = await command.AppendAsync(
                    LogKinds.Erasure,
                    CaseJson.Write(
                        new ErasureRecord(CaseJson.Schema, reason, caseStates.Of(command.SubjectId).Team is { } team ? [team] : [])
                    ),
                    entry =>
                        entry with
                        {
                            Expected =
                            [
                                .. entry.Expected,
                                .. ExpectedVersion.Of(known, [.. LogKinds.OfCase.Except([StreamName.Case]), StreamName.Holds]),
                            ],
                        }
                );
                return (Erased?)new Erased(recorded.RecordedAt, recorded.Sequence);
            },
            isFirm: true
        );

    /// <summary>The cases that should be erased by now. Each is reported with its reference, and that is recorded.</summary>
    public async Task<IReadOnlyList<CaseDue>> DueAsync(Requester requester)
    {
        var today = Today.InCopenhagen(clock.GetUtcNow());
        var due = new List<CaseDue>();
        foreach (var (subjectId, last) in store.Entries.LatestOfEachCase(butKind: LogKinds.Access))
        {
            if (retention.Erase.EndsFor(Moment(last)) <= today && await DueAsync(subjectId, last, requester) is { } found)
                due.Add(found);
        }
        return due;
    }

    private Task<CaseDue?> DueAsync(string subjectId, string last, Requester requester) =>
        commands.AboutSubjectAsync(
            subjectId,
            requester,
            async command =>
            {
                await command.RecordReadAsync(AccessAction.CaseRead, null);
                return (CaseDue?)
                    new CaseDue(
                        command.Key.CaseReference,
                        last,
                        RankingEntriesOf(command.Key).LastOrDefault()?.RecordedAt,
                        caseStates.Of(subjectId).LegalHold is not null
                    );
            }
        );

    private async Task<CaseState?> ChangeAsync(CaseCommand command, string kind, byte[] payload)
    {
        await command.AppendAsync(kind, payload);
        return caseStates.Of(command.SubjectId);
    }

    private CaseOverview Overview(CaseKey key)
    {
        var standing = caseStates.Of(key.SubjectId);
        var rankings = RankingsOf(key);
        var keptUntil = Latest(ActsOf(key)) is { } latest
            ? retention.Keep.Select(period => new KeptUntil(period.Code, period.EndsFor(latest), period.Source, period.Verified)).ToList()
            : [];
        return new CaseOverview(key.CaseReference, standing.Team, standing.LegalHold is not null, rankings, keptUntil, StaysOf(key));
    }

    /// <summary>
    /// The number of the last entry that this rests on; null when another one would change nothing. A refusal says what is recorded of the
    /// case, so that it was read is recorded before it.
    /// </summary>
    private async Task<long?> RequireErasableAsync(CaseCommand command)
    {
        var key = command.Key;
        var acts = ActsOf(key).ToList();
        var reasons = new Problems();
        if (caseStates.Of(key.SubjectId).LegalHold is not null)
            reasons.Add("legalHold", "a legal hold is set; it must be lifted first");
        if (Latest(acts) is { } latest)
        {
            foreach (var (period, until) in retention.Running(latest, clock.GetUtcNow()))
                reasons.Add("retention", period.Until(until));
        }
        if (!reasons.None)
        {
            await command.RecordReadAsync(AccessAction.CaseRead, null);
            throw new CaseMustBeKeptException(reasons);
        }
        return retention.Keep.All(period => period.Months == 0) ? null : acts.LastOrDefault()?.Sequence ?? 0;
    }

    /// <summary>What was done in the case; that someone looked is none of it, or looking would keep it without end.</summary>
    private IEnumerable<LogEntry> ActsOf(CaseKey key) =>
        store.Entries.EntriesOf(key.SubjectId).Where(entry => entry.Kind != LogKinds.Access);

    // By the time and not by the number: the clock may have been set back when the last was recorded.
    private static DateTimeOffset? Latest(IEnumerable<LogEntry> acts) =>
        acts.Select(entry => entry.RecordedAt).Max(StringComparer.Ordinal) is { } latest ? Moment(latest) : null;

    private List<RankingSummary> RankingsOf(CaseKey key) =>
        [.. RankingEntriesOf(key).Select(entry => new RankingSummary(entry.EntryId, entry.RecordedAt, entry.Caller))];

    private List<StaySummary> StaysOf(CaseKey key)
    {
        // A stay is withdrawn once at most: the log lets no second withdrawal in.
        var withdrawn = EntriesOf(key, LogKinds.StayWithdrawn)
            .Select(entry => (entry.RecordedAt, Withdrawal: withdrawals.Read(store.Entries.ReadPayload(entry))))
            .ToDictionary(found => found.Withdrawal.StayId, StringComparer.Ordinal);
        return
        [
            .. EntriesOf(key, LogKinds.Stay)
                .Select(entry =>
                    withdrawn.TryGetValue(entry.EntryId, out var found)
                        ? new StaySummary(
                            entry.EntryId,
                            entry.RecordedAt,
                            entry.Caller,
                            Withdrawn: true,
                            found.RecordedAt,
                            found.Withdrawal.Reason
                        )
                        : new StaySummary(
                            entry.EntryId,
                            entry.RecordedAt,
                            entry.Caller,
                            Withdrawn: false,
                            WithdrawnAt: null,
                            WithdrawalReason: null
                        )
                ),
        ];
    }

    private IEnumerable<LogEntry> RankingEntriesOf(CaseKey key) => EntriesOf(key, LogKinds.Ranking);

    private IEnumerable<LogEntry> EntriesOf(CaseKey key, string kind) => store.Entries.EntriesOf(key.SubjectId, kind);

    private static DateTimeOffset Moment(string recordedAt) => DateTimeOffset.Parse(recordedAt, CultureInfo.InvariantCulture);
}

/// <summary>What is recorded about a case.</summary>
/// <param name="Team">The team it is limited to; null = any.</param>
/// <param name="LegalHold">Whether it must be kept even where everything else would let it be erased.</param>
/// <param name="Rankings">Its rankings, oldest first.</param>
/// <param name="KeptUntil">The first day on which each period of retention no longer runs.</param>
/// <param name="Stays">Its stays, in the order they were recorded.</param>
public sealed record CaseOverview(
    string CaseReference,
    string? Team,
    bool LegalHold,
    IReadOnlyList<RankingSummary> Rankings,
    IReadOnlyList<KeptUntil> KeptUntil,
    IReadOnlyList<StaySummary> Stays
);

/// <summary>A ranking of a case.</summary>
public sealed record RankingSummary(string RankingId, string RecordedAt, string Caller);

/// <summary>A stay of a case.</summary>
/// <param name="Withdrawn">Whether the stay was recorded in error, and counts for nothing.</param>
/// <param name="WithdrawnAt">When that was recorded, UTC; null while the stay stands.</param>
/// <param name="WithdrawalReason">What the error was; null while the stay stands.</param>
public sealed record StaySummary(
    string StayId,
    string RecordedAt,
    string Caller,
    bool Withdrawn,
    string? WithdrawnAt,
    StayWithdrawalReason? WithdrawalReason
);

/// <summary>How the withdrawal of a stay reads in the overview of its case; whoever records withdrawals adds it to the services.</summary>
/// <param name="Read">Reads the payload in the clear: which stay, and what the error was.</param>
public sealed record WithdrawalReader(Func<byte[], (string StayId, StayWithdrawalReason Reason)> Read);

/// <summary>A period of retention for one case.</summary>
public sealed record KeptUntil(string Code, DateOnly Until, string Source, bool Verified);

/// <summary>A case that should be erased by now.</summary>
/// <param name="LatestEntryAt">When anything was last done in it, UTC; that someone looked does not count.</param>
/// <param name="LastRankingAt">When it was last ranked, UTC; null when it never was.</param>
/// <param name="LegalHold">Whether it must be kept all the same.</param>
public sealed record CaseDue(string CaseReference, string LatestEntryAt, string? LastRankingAt, bool LegalHold);

/// <summary>A case was erased.</summary>
/// <param name="ErasedAt">When, UTC.</param>
/// <param name="Sequence">The number of its tombstone in the log.</param>
public sealed record Erased(string ErasedAt, long Sequence);

/// <summary>The case must not be erased yet.</summary>
/// <param name="reasons">Why, each by what it comes from.</param>
public sealed class CaseMustBeKeptException(Problems reasons)
    : RequestRefusedException(
        new ProblemAnswer(
            StatusCodes.Status409Conflict,
            "The case must be kept.",
            "It can be erased once everything listed has ended.",
            reasons.ByPath()
        )
    );
