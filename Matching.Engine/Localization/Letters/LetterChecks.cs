using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// What whoever sends a letter has to check first: law that nobody has checked yet, and what an older record could not say.
/// </summary>
internal static class LetterChecks
{
    /// <param name="basis">What the letter rests on.</param>
    /// <param name="rights">The rights the letter says of.</param>
    /// <param name="texts">The texts of the letter.</param>
    /// <param name="more">Checks of this letter alone.</param>
    public static IReadOnlyList<string> Of(
        LetterBasis basis,
        IReadOnlyList<RightRule> rights,
        LetterTexts texts,
        params IEnumerable<string?> more
    ) =>
        [
            .. more.OfType<string>(),
            .. basis.Place is not null && basis.Decision is null ? [texts.Check("older")] : Array.Empty<string>(),
            .. (basis.Decision?.Caveats ?? [])
                .Where(caveat => caveat.About != "steps" || basis.Decision!.MissingSteps.Count > 0)
                .Select(caveat =>
                    texts.Check(caveat.Code, ("about", texts.Answer.Texts.Word($"about.{caveat.About}")), ("source", caveat.Source))
                )
                .Distinct(),
            .. rights
                .Where(rule => !rule.Authority.Verified)
                .Select(rule =>
                    texts.Check(
                        "not-verified",
                        ("about", texts.Fragment($"check.right.{Terms<LegalRight>.Text(rule.Right)}")),
                        ("source", rule.Authority.Source)
                    )
                ),
        ];
}
