using System.Text;
using Matching.Api.Cases;
using Matching.Api.Security;
using Matching.Api.Storage;

namespace Matching.Api.Exports;

/// <summary>
/// What every export under pseudonyms does with the cases in it: hides those of other teams, says each case's access log, and gives
/// pseudonyms.
/// </summary>
public sealed class ExportedCases(MatchingStore store, CaseProjection caseStates, CaseCommands commands)
{
    private const int PseudonymLength = 32;

    /// <summary>
    /// The entries of a page whose case the caller may see, once its access log says so: one line for each case, however many entries it
    /// has.
    /// </summary>
    /// <param name="page">Entries about cases.</param>
    /// <param name="told">The cases that are reported already; those of this page are added.</param>
    /// <param name="requester">The caller.</param>
    internal async Task<IEnumerable<LogEntry>> ReportAsync(IReadOnlyList<LogEntry> page, HashSet<string> told, Requester requester)
    {
        var cases = page.Select(entry => entry.SubjectId!).Where(subjectId => !told.Contains(subjectId)).Distinct().ToList();
        var isReported = await Task.WhenAll(cases.Select(subjectId => ReportAsync(subjectId, requester)));
        told.UnionWith(cases.Where((_, i) => isReported[i]));
        return page.Where(entry => told.Contains(entry.SubjectId!) && requester.MaySee(caseStates.Of(entry.SubjectId).Team));
    }

    /// <summary>The same for the same id in every export of this store; without the store's secret it leads nowhere.</summary>
    internal string PseudonymOf(string id) => store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes($"pseudonym|{id}"))[..PseudonymLength];

    /// <summary>Records the access to a case; false when it is not there for this caller.</summary>
    private async Task<bool> ReportAsync(string subjectId, Requester requester)
    {
        try
        {
            return await commands.AboutSubjectAsync(
                subjectId,
                requester,
                async command =>
                {
                    await command.RecordReadAsync(AccessAction.PseudonymisedExport, null);
                    return command;
                }
            )
                is not null;
        }
        catch (Exception erased) when (erased is PayloadUnreadableException { KeyIsMissing: true } or CaseGoneException)
        {
            return false;
        }
    }
}
