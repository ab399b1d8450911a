using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Stays;
using Matching.Api.Storage;

namespace Matching.Api.Exports;

/// <summary>Every stay of the record for analysts, in the order they were recorded.</summary>
public sealed class StayExport(MatchingStore store, RecordedStays stays, ExportedCases cases, ReferenceDataStore referenceStore)
{
    private const int AtOnce = 64;

    /// <summary>
    /// The stays, page by page, each after the access to its case is recorded. Erased cases, those of other teams, and stays that are
    /// withdrawn or have not begun are left out.
    /// </summary>
    internal async IAsyncEnumerable<IReadOnlyList<ExportedStay>> PagesAsync(Requester requester, DateOnly today)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var page in store.Entries.Pages(AtOnce, LogKinds.Stay))
            yield return [.. (await cases.ReportAsync(page, told, requester)).Select(entry => Read(entry, today)).OfType<ExportedStay>()];
    }

    private ExportedStay? Read(LogEntry entry, DateOnly today)
    {
        try
        {
            var stay = stays.Read(entry);
            return stay.Withdrawal is not null || stay.Stay.Start > today
                ? null
                : ExportedStay.Of(
                    stay,
                    cases.PseudonymOf(entry.EntryId),
                    cases.PseudonymOf(entry.SubjectId!),
                    today,
                    referenceStore.Current.ReferenceDataSet
                );
        }
        catch (PayloadUnreadableException erased) when (erased.KeyIsMissing)
        {
            return null;
        }
    }
}
