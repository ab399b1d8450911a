using Matching.Engine.Profiles;
using Matching.Engine.Reading;

namespace Matching.Engine.Wording.Letters;

/// <summary>Diagnoses in a sentence, for a letter that the sender wants them in.</summary>
internal static class DiagnosesTold
{
    public static string List(IReadOnlyList<Diagnosis> diagnoses, LetterTexts texts) => texts.Answer.List(
    [
        .. diagnoses.Distinct().Select(diagnosis => texts
            .Fragment($"diagnosis.{(diagnosis.Status is { } status ? Terms<DiagnosisStatus>.Text(status) : "unknown")}")
            .Replace("{code}", diagnosis.Code, StringComparison.Ordinal)),
    ]);
}
