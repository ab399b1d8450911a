namespace Matching.Api.Storage;

/// <summary>
/// What one case's payloads are sealed with. The subject id is random and stands for the case where its reference must not.
/// </summary>
public sealed class CaseKey
{
    volatile bool isSaved;

    internal CaseKey(string subjectId, string caseReference, byte[] key, CaseRow row, bool isSaved)
    {
        SubjectId = subjectId;
        CaseReference = caseReference;
        Key = key;
        Row = row;
        this.isSaved = isSaved;
    }

    public string SubjectId { get; }

    public string CaseReference { get; }

    internal byte[] Key { get; }

    internal CaseRow Row { get; }

    /// <summary>A new case is saved together with the first entry that uses it; only the writer sets this.</summary>
    internal bool IsSaved
    {
        get => isSaved;
        set => isSaved = value;
    }
}
