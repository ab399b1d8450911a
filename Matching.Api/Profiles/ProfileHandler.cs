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
                var versions = EntriesOf(command.SubjectId);
                if (version is { } asked ? asked < 1 || asked > versions.Count : versions.Count == 0)
                    return null;
                await command.RecordReadAsync(AccessAction.ProfileRead, null);
                return (ProfileVersion?)Read(versions[(version ?? versions.Count) - 1]);
            }
        );

    /// <summary>Every version of a profile, oldest first; null when there is none, or none for this caller.</summary>
    internal Task<IReadOnlyList<ProfileVersion>?> ListAsync(CaseReference reference, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                var versions = EntriesOf(command.SubjectId);
                if (versions.Count == 0)
                    return null;
                await command.RecordReadAsync(AccessAction.ProfileRead, null);
                return (IReadOnlyList<ProfileVersion>?)[.. versions.Select(Read)];
            }
        );

    /// <summary>Ranks the profile in force and records it; null when there is none, or none for this caller.</summary>
    /// <param name="reference">The case.</param>
    /// <param name="sent">Mode and day, where they were said.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="problems">Takes every fault of what was sent, and of the profile where it cannot be ranked as it is.</param>
    internal async Task<ProfileRanking?> RankAsync(
        CaseReference reference,
        JsonElement sent,
        Requester requester,
        IdempotencyKey key,
        Problems problems
    )
    {
        var outcome = problems.None ? await RankInForceAsync(reference, sent, requester, key, problems) : null;
        if (outcome is null && !problems.None)
            outcome = await rankings.FindOfProfileByKeyAsync(reference, sent, requester, key);
        return outcome is null ? null : new ProfileRanking(outcome.Ranking, outcome.IsNew, SinceOf(outcome.Ranking));
    }

    private async Task<RankingOutcome?> RankInForceAsync(
        CaseReference reference,
        JsonElement sent,
        Requester requester,
        IdempotencyKey key,
        Problems problems
    )
    {
        // That a profile was read for a ranking is told by the ranking itself.
        var inForce = await commands.AboutAsync(
            reference,
            requester,
            command => Task.FromResult(EntriesOf(command.SubjectId) is [.., var last] ? Read(last) : null)
        );
        if (inForce is null)
            return null;
        var body = LivingProfile.RequestOf(inForce.Profile, reference.Value, sent);
        var request = RankingRequestReader.Read(body, referenceStore.Current.ReferenceDataSet, today.InCopenhagen(), problems);
        return request is null || !problems.None
            ? null
            : await rankings.RecordOfProfileAsync(request, body, inForce.Version, sent, requester, key);
    }

    /// <summary>What changed since the ranking of the case before; null when there was none, or another version answered it.</summary>
    private RankingSince? SinceOf(RecordedRanking ranking)
    {
        if (store.Entries.FindSubject(ranking.RankingId, LogKinds.Ranking) is not { } subjectId)
            return null;
        var before = store
            .Entries.EntriesOf(subjectId)
            .Where(entry => entry.Kind == LogKinds.Ranking)
            .TakeWhile(entry => entry.EntryId != ranking.RankingId)
            .LastOrDefault();
        return before is null ? null : RankingSince.Of(RankingHandler.Find(store.Entries, before.EntryId)!, ranking);
    }

    private async Task<ProfileOutcome?> WriteAsync(
        CaseCommand command,
        EntityConditions conditions,
        Func<ProfileVersion?, JsonElement?> next
    )
    {
        var versions = EntriesOf(command.SubjectId);
        var present = versions.Count == 0 ? null : Read(versions[^1]);
        if (conditions.Refuse(present?.Version) is { } refusal)
        {
            if (present is not null)
                await command.RecordReadAsync(AccessAction.ProfileRead, null);
            return new ProfileOutcome(present, Refusal: refusal);
        }
        if (next(present) is not { } profile)
            return present is null ? null : new ProfileOutcome(null);
        if (present is not null && ChangedFields.Between(present.Profile, profile).Count == 0)
        {
            await command.RecordReadAsync(AccessAction.ProfileRead, null);
            return new ProfileOutcome(present);
        }
        var number = versions.Count + 1;
        var recorded = await command.AppendAsync(
            LogKinds.CaseProfile,
            ProfileJson.Write(number, profile, command.Requester.Purpose),
            entry =>
                entry with
                {
                    Expected =
                    [
                        .. entry.Expected,
                        new ExpectedVersion(StreamName.Profiles, versions.Count == 0 ? 0 : versions[^1].Sequence),
                    ],
                }
        );
        return new ProfileOutcome(new ProfileVersion(number, recorded.RecordedAt, command.Requester.Name, profile), IsFirst: number == 1);
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

    private List<LogEntry> EntriesOf(string subjectId) =>
        [.. store.Entries.EntriesOf(subjectId).Where(entry => entry.Kind == LogKinds.CaseProfile)];

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
