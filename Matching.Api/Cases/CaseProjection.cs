using System.Collections.Concurrent;
using Matching.Api.Security;
using Matching.Api.Storage;

namespace Matching.Api.Cases;

/// <summary>What is in force for each case: team, legal hold, closing, erasure. Made of the log and kept current by it.</summary>
public sealed class CaseProjection : IProjection
{
    private readonly ConcurrentDictionary<string, CaseState> _cases = new(StringComparer.Ordinal);

    /// <summary>What is in force for a case; open to all when nothing was said.</summary>
    public CaseState Of(string? subjectId) =>
        subjectId is not null && _cases.TryGetValue(subjectId, out var standing) ? standing : CaseState.Open;

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry.SubjectId is not { } subjectId)
            return;
        var standing = Of(subjectId);
        switch (entry)
        {
            case { Kind: LogKinds.CaseTeam, Payload: { } payload }:
                _cases[subjectId] = standing with { Team = CaseJson.Read<TeamRecord>(payload).Team };
                break;
            case { Kind: LogKinds.CaseTeam }:
                _cases[subjectId] = CaseState.OfNobodyKnown;
                break;
            case { Kind: LogKinds.LegalHold, Payload: { } payload }:
                var hold = CaseJson.Read<HoldRecord>(payload);
                _cases[subjectId] = standing with { LegalHold = hold.Held ? hold.Reason : null };
                break;
            case { Kind: LogKinds.CaseClosed, Payload: { } payload }:
                var closing = CaseJson.Read<ClosingRecord>(payload);
                _cases[subjectId] = standing with { Closing = new CaseClosing(closing.Reason, entry.RecordedAt, entry.Caller) };
                break;
            case { Kind: LogKinds.CaseReopened, Payload: not null }:
                _cases[subjectId] = standing with { Closing = null };
                break;
            case { Kind: LogKinds.Erasure, Payload: { } payload }:
                Erase(subjectId, CaseJson.Read<ErasureRecord>(payload).Teams);
                break;
        }
    }

    // Its rankings and stays answer 410 to those who could see it, and stay nothing at all (404) to everyone else.
    private void Erase(string subjectId, IReadOnlyList<string>? teams)
    {
        var team = teams is null ? Of(subjectId).Team : teams.SingleOrDefault();
        if (team is null)
            _cases.TryRemove(subjectId, out _);
        else
            _cases[subjectId] = new CaseState(team, null);
    }
}

/// <summary>What is in force for one case.</summary>
/// <param name="Team">Only its members may see the case; null = any team.</param>
/// <param name="LegalHold">Why the case must be kept for now; null = no such reason.</param>
public sealed record CaseState(string? Team, string? LegalHold)
{
    /// <summary>That nothing more is done in it; null while it goes on.</summary>
    public CaseClosing? Closing { get; init; }

    /// <summary>Nothing said.</summary>
    public static readonly CaseState Open = new(null, null);

    /// <summary>
    /// An erased case was limited once, and no one can say any more to whom: only who sees every team is told that it was erased.
    /// </summary>
    public static readonly CaseState OfNobodyKnown = new(TeamSet.Every, null);
}

/// <summary>That nothing more is done in a case.</summary>
/// <param name="Reason">A code of <c>case-closing</c>.</param>
/// <param name="At">When that was recorded, UTC.</param>
/// <param name="By">Who recorded it.</param>
public sealed record CaseClosing(string Reason, string At, string By);
