using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Profiles;

/// <summary>Keeps the profile of each case, version by version, and ranks the one in force.</summary>
public sealed class ProfileHandler(
    MatchingStore store,
    ReferenceDataStore referenceStore,
    CaseCommands commands,
    RankingHandler rankings,
    Today today
)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>Records a profile, the first or the next; null when the case is another team's.</summary>
    /// <param name="reference">The case; it may begin with it.</param>
    /// <param name="profile">The profile, without faults.</param>
    /// <param name="conditions">What the caller takes to be in force.</param>
    /// <param name="requester">Who asks.</param>
    internal Task<ProfileOutcome?> PutAsync(CaseReference reference, JsonElement profile, EntityConditions conditions, Requester requester)
    {
        commands.RefuseWhenDiskIsNearlyFull();
        return reference.MayBegin && conditions.Versions is null
            ? commands.BeginAsync(reference, requester, WriteAsync)
            : commands.AboutAsync(reference, requester, WriteAsync);

        Task<ProfileOutcome?> WriteAsync(CaseCommand command) => this.WriteAsync(command, conditions, _ => profile);
    }

    /// <summary>Changes some of a profile; null when there is none, or none for this caller.</summary>
    /// <param name="reference">The case.</param>
    /// <param name="patch">A merge patch.</param>
    /// <param name="conditions">What the caller takes to be in force.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="problems">Takes every fault of the patch and of what comes of it.</param>
    internal Task<ProfileOutcome?> PatchAsync(
        CaseReference reference,
        JsonElement patch,
        EntityConditions conditions,
        Requester requester,
        Problems problems
    )
    {
        commands.RefuseWhenDiskIsNearlyFull();
        return commands.AboutAsync(
            reference,
            requester,
            command => WriteAsync(command, conditions, present => present is null ? null : Patched(present.Profile, patch, problems))
        );
    }

    /// <summary>A version of a profile, once the access is recorded; null when there is none, or none for this caller.</summary>
    /// <param name="reference">The case.</param>
    /// <param name="version">Which; null = the one in force.</param>
    /// <param name="requester">Who asks.</param>
    internal Task<ProfileVersion?> FindAsync(CaseReference reference, int? version, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                var entry = version is { } asked
                    ? VersionsOf(command.SubjectId).Skip(asked - 1).FirstOrDefault()
                    : InForce(command.SubjectId);
                if (entry is null)
                    return null;
                await command.RecordReadAsync(AccessAction.ProfileRead, null);
                return (ProfileVersion?)Read(entry);
            }
        );

    /// <summary>Every version of a profile, oldest first; null when there is none, or none for this caller.</summary>
    internal Task<IReadOnlyList<ProfileVersion>?> ListAsync(CaseReference reference, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                IReadOnlyList<ProfileVersion> versions = [.. VersionsOf(command.SubjectId).Select(Read)];
                if (versions.Count == 0)
                    return null;
                await command.RecordReadAsync(AccessAction.ProfileRead, null);
                return (IReadOnlyList<ProfileVersion>?)versions;
            }
        );

    /// <summary>Ranks the profile in force and records it; null when there is none, or none for this caller.</summary>
    /// <param name="reference">The case.</param>
    /// <param name="sent">Mode and day, where they were said.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="problems">Takes every fault of the profile where it cannot be ranked as it is.</param>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal async Task<ProfileRanking?> RankAsync(
        CaseReference reference,
        JsonElement sent,
        Requester requester,
        IdempotencyKey key,
        Problems problems
    ) =>
        await rankings.RecordKeptAsync(reference, sent, requester, key, command => ReadAsync(command, reference, sent, problems))
            is { } outcome
            ? new ProfileRanking(outcome.Ranking, outcome.IsNew, SinceOf(outcome.Ranking))
            : null;

    /// <summary>
    /// The profile in force as a request; null when there is none, or the problems say why it cannot be ranked. That it was read is told by
    /// the ranking, and where there is none by an access of its own.
    /// </summary>
    private async Task<KeptRequest?> ReadAsync(CaseCommand command, CaseReference reference, JsonElement sent, Problems problems)
    {
        var kept = ReadInForce(command.SubjectId, reference.Value, problems, sent);
        if (kept is null && !problems.None)
            await command.RecordReadAsync(AccessAction.ProfileRead, null);
        return kept;
    }

    /// <summary>The profile in force as a request; null when there is none, or the problems say why it cannot be ranked.</summary>
    /// <param name="subjectId">The case.</param>
    /// <param name="reference">What it is called.</param>
    /// <param name="problems">Takes every fault of the profile where it cannot be ranked as it is.</param>
    /// <param name="sent">Mode and day, where they were said.</param>
    internal KeptRequest? ReadInForce(string subjectId, string reference, Problems problems, JsonElement? sent = null)
    {
        if (InForce(subjectId) is not { } entry)
            return null;
        var profile = Read(entry);
        var body = LivingProfile.RequestOf(profile.Profile, reference, sent ?? Nothing);
        return
            RankingRequestReader.Read(body, referenceStore.Current.ReferenceDataSet, today.InCopenhagen(), problems) is { } request
            && problems.None
            ? new KeptRequest(request, body, profile.Version, new ExpectedVersion(StreamName.Profiles, entry.Sequence))
            : null;
    }

    /// <summary>What changed since the ranking of the case before; null when there was none.</summary>
    private RankingSince? SinceOf(RecordedRanking ranking) =>
        store.Entries.Find(ranking.RankingId) is { SubjectId: { } subjectId } entry
        && store.Entries.LastOf(subjectId, LogKinds.Ranking, entry.Sequence) is { } before
            ? RankingSince.Of(RankingHandler.Read(store.Entries, before), ranking)
            : null;

    private async Task<ProfileOutcome?> WriteAsync(
        CaseCommand command,
        EntityConditions conditions,
        Func<ProfileVersion?, JsonElement?> next
    )
    {
        var entry = InForce(command.SubjectId);
        var present = entry is null ? null : Read(entry);
        var refusal = conditions.Refuse(present?.Version);
        var profile = refusal is null ? next(present) : null;
        if (profile is null || (present is not null && ChangedFields.Between(present.Profile, profile.Value).Count == 0))
        {
            // Each of these says something of what is kept.
            if (present is not null)
                await command.RecordReadAsync(AccessAction.ProfileRead, null);
            return refusal is not null ? new ProfileOutcome(present, Refusal: refusal)
                : present is null ? null
                : new ProfileOutcome(profile is null ? null : present);
        }
        var number = (present?.Version ?? 0) + 1;
        var recorded = await command.AppendAsync(
            LogKinds.CaseProfile,
            ProfileJson.Write(number, profile.Value, command.Requester.Purpose),
            recording =>
                recording with
                {
                    Expected = [.. recording.Expected, new ExpectedVersion(StreamName.Profiles, entry?.Sequence ?? 0)],
                }
        );
        return new ProfileOutcome(
            new ProfileVersion(number, recorded.RecordedAt, command.Requester.Name, profile.Value),
            IsFirst: number == 1
        );
    }

    private JsonElement? Patched(JsonElement present, JsonElement patch, Problems problems)
    {
        MergePatch.RefuseTwice(patch, problems);
        // A misspelt field must not be passed over because the patch would remove it.
        LivingProfile.Check(
            MergePatch.ApplyShowingRemoved(present, patch),
            referenceStore.Current.ReferenceDataSet,
            today.InCopenhagen(),
            problems
        );
        return problems.None ? MergePatch.Apply(present, patch) : null;
    }

    private IEnumerable<LogEntry> VersionsOf(string subjectId) => store.Entries.EntriesOf(subjectId, LogKinds.CaseProfile);

    private LogEntry? InForce(string subjectId) => store.Entries.LastOf(subjectId, LogKinds.CaseProfile);

    private ProfileVersion Read(LogEntry entry)
    {
        var record = ProfileJson.Read(store.Entries.ReadPayload(entry));
        return new ProfileVersion(record.Version, entry.RecordedAt, entry.Caller, record.Profile);
    }
}

/// <summary>What came of writing a profile.</summary>
/// <param name="Version">What is in force now; null when the problems say why nothing was written.</param>
/// <param name="IsFirst">Whether it is the first.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
internal sealed record ProfileOutcome(ProfileVersion? Version, bool IsFirst = false, ProblemAnswer? Refusal = null);

/// <summary>A ranking of a living profile.</summary>
/// <param name="Ranking">What was recorded.</param>
/// <param name="IsNew">Whether it was recorded now.</param>
/// <param name="Since">What changed since the ranking of the case before; null when there was none.</param>
internal sealed record ProfileRanking(RecordedRanking Ranking, bool IsNew, RankingSince? Since);
