using System.Collections.Concurrent;
using System.Text.Json;
using Matching.Api.Models;
using Matching.Api.Profiles;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Api.Caseload;

/// <summary>
/// What the last ranking of a case says, and whether the same question would be answered otherwise today. What was worked out is kept for
/// as long as nothing it rests on has changed.
/// </summary>
public sealed class RankingCurrency(
    MatchingStore store,
    ReferenceDataStore referenceStore,
    RankingStateReader state,
    RankingHandler rankings,
    ProfileHandler profiles
) : IProjection
{
    // Some hundred bytes each.
    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>What the last ranking of a case says; null when it has none, or was erased meanwhile.</summary>
    /// <param name="row">The case.</param>
    /// <param name="reference">What it is called.</param>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal (RankingSummary Summary, bool IsOutOfDate)? Of(CaseRow row, string reference)
    {
        if (row.File.RankingId is not { } rankingId)
            return null;
        var basis = new Basis(rankingId, row.File.ProfileVersion, state.Current.Sequence, row.Day);
        if (_known.TryGetValue(row.SubjectId, out var known) && known.Basis == basis)
            return (known.Summary, known.IsOutOfDate);
        if (RankingHandler.Find(store.Entries, rankingId) is not { } ranking)
            return null;
        var summary = known?.Basis.RankingId == rankingId ? known.Summary : SummaryOf(ranking.Record.Answer);
        var isOutOfDate = IsOutOfDate(row, reference, ranking.Record);
        if (_known.Count >= MostKept)
            _known.Clear();
        _known[row.SubjectId] = new Known(basis, summary, isOutOfDate);
        // It may have been erased since it was read.
        if (store.Cases.Find(row.SubjectId) is null)
            _known.TryRemove(row.SubjectId, out _);
        return (summary, isOutOfDate);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [LogKinds.Erasure];

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry is { Kind: LogKinds.Erasure, SubjectId: { } subjectId })
            _known.TryRemove(subjectId, out _);
    }

    private static RankingSummary SummaryOf(Answer answer)
    {
        var first = answer.Placements.FirstOrDefault(placement => placement.Rank == 1);
        return new RankingSummary(first?.PlacementId, first?.EligibilityStatus, MissingSteps(answer, first));
    }

    /// <summary>The steps that are missing before the child can come to the place.</summary>
    private static IReadOnlyList<Step> MissingSteps(Answer answer, AnsweredPlacement? first) =>
        first is null
            ? []
            :
            [
                .. first
                    .Conditions.Select(condition => Terms<Step>.TryParse(condition.Code, out var step) ? step : (Step?)null)
                    .OfType<Step>()
                    .Distinct(),
            ];

    /// <summary>Whether what is in force today would be answered otherwise; what cannot be ranked any more is.</summary>
    private bool IsOutOfDate(CaseRow row, string reference, RankingRecord record)
    {
        var data = referenceStore.Current;
        var problems = new Problems();
        var kept = profiles.ReadInForce(row.SubjectId, reference, problems);
        var request =
            kept?.Request
            ?? (problems.None ? RankingRequestReader.Read(Today(record.Request), data.ReferenceDataSet, row.Day, problems) : null);
        if (request is null || !problems.None)
            return true;
        RankingRecord now;
        try
        {
            now = rankings.Rank(request with { Mode = record.Mode }, record.Request);
        }
        catch (NoModelException)
        {
            return true;
        }
        var (before, after) = (record.Answer, now.Answer);
        return !before.Placements.Select(Id).ToHashSet(StringComparer.Ordinal).SetEquals(after.Placements.Select(Id))
            || AnswerComparison.Of(before, after).Count > 0;
    }

    private static string Id(AnsweredPlacement placement) => placement.PlacementId;

    private static JsonElement Today(JsonElement request)
    {
        using var patch = JsonDocument.Parse("""{"asOf":null}""");
        return MergePatch.Apply(request, patch.RootElement);
    }

    private sealed record Basis(string RankingId, int? ProfileVersion, long State, DateOnly Day);

    private sealed record Known(Basis Basis, RankingSummary Summary, bool IsOutOfDate);
}

/// <summary>What lists show of a ranking.</summary>
/// <param name="First">The first ranked placement; null when none is possible.</param>
/// <param name="Eligibility">Whether something stands in its way; null when none is possible.</param>
/// <param name="MissingSteps">The steps that are missing before the child can come there.</param>
internal sealed record RankingSummary(string? First, EligibilityStatus? Eligibility, IReadOnlyList<Step> MissingSteps);
