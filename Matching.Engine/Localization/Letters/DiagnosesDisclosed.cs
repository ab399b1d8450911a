using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>Diagnoses in a sentence, for a letter that the sender wants them in.</summary>
internal static class DiagnosesDisclosed
{
    public static string List(IReadOnlyList<Diagnosis> diagnoses, LetterTexts texts) =>
        texts.Answer.List([
            .. diagnoses
                .Distinct()
                .Select(diagnosis =>
                    texts
                        .Fragment($"diagnosis.{(diagnosis.Status is { } status ? Terms<DiagnosisStatus>.Text(status) : "unknown")}")
                        .Replace("{code}", diagnosis.Code, StringComparison.Ordinal)
                ),
        ]);
}
