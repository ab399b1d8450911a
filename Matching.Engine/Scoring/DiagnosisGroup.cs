using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// Diagnoses that point to the same needs, by the beginnings of their ICD-10 codes; the longest beginning that fits decides.
/// </summary>
public sealed record DiagnosisGroup(string Name, IReadOnlyList<string> Codes)
{
    /// <summary>Stands before a group's name where a diagnosis is assumed in order to weigh a gap; no ICD-10 code begins so.</summary>
    internal const string AssumedPrefix = "?";

    /// <summary>The answer for a confirmed diagnosis of the group.</summary>
    public string Confirmed { get; } = Name;

    /// <summary>The answer for a suspected one, or one whose certainty is not known.</summary>
    public string Suspected { get; } = $"{Name}{Facts.Detail}suspected";

    /// <summary>The answer for a diagnosis of the group; one whose certainty is not known weighs as a suspicion.</summary>
    public string AnswerFor(DiagnosisStatus? status) => status == DiagnosisStatus.Confirmed ? Confirmed : Suspected;
}
