using System.Text;
using Matching.Api.Cases;
using Matching.Api.Security;
using Matching.Api.Storage;

namespace Matching.Api.Exports;

/// <summary>What every export under pseudonyms does with the cases in it: hides those of other teams, tells each case's access log, and gives pseudonyms.</summary>
public sealed class ExportedCases(MatchingStore store, CaseBook book, AccessLog access)
{
    private const int PseudonymLength = 32;

    /// <summary>
    /// The entries of a page whose case the caller may see, once its access log says so: one line for each case, however many entries it has.
    /// </summary>
    /// <param name="page">Entries about cases.</param>
    /// <param name="told">The cases that are told already; those of this page are added.</param>
    /// <param name="requester">The caller.</param>
    internal async Task<IEnumerable<LogEntry>> TellAsync(IReadOnlyList<LogEntry> page, HashSet<string> told, Requester requester)
    {
        var cases = page.Select(entry => entry.SubjectId!).Where(subjectId => !told.Contains(subjectId)).Distinct().ToList();
        var isTold = await Task.WhenAll(cases.Select(subjectId => TellAsync(subjectId, requester)));
        told.UnionWith(cases.Where((_, i) => isTold[i]));
        return page.Where(entry => told.Contains(entry.SubjectId!) && requester.MaySee(book.Of(entry.SubjectId).Team));
    }

    /// <summary>The same for the same id in every export of this store; without the store's secret it leads nowhere.</summary>
    internal string PseudonymOf(string id) => store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes($"pseudonym|{id}"))[..PseudonymLength];

    /// <summary>Records the access to a case; false when it is not there for this caller.</summary>
    private async Task<bool> TellAsync(string subjectId, Requester requester)
    {
        try
        {
            return await store.DecideAsync(async basis =>
            {
                if (!requester.MaySee(book.Of(subjectId).Team))
                    return false;
                await access.RecordAsync(subjectId, AccessAction.PseudonymisedExport, null, requester, basis);
                return true;
            });
        }
        catch (Exception erased) when (erased is PayloadUnreadableException { KeyIsMissing: true } or CaseGoneException)
        {
            return false;
        }
    }
}
