using Matching.Engine.Eligibility;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// How long a stay may last and when it is followed up, for parents and child: counted from its start. A day is promised to nobody before
/// there is a decision; only answers of before version 1.1 hold days alone.
/// </summary>
internal static class TermsDisclosed
{
    /// <summary>In how many days a provisional decision has to be confirmed.</summary>
    public static string? Confirm(LevelDecision decision, LetterTexts texts)
    {
        if (decision.ConfirmWithinDays is { } days && texts.Find("confirm-within", ("period", texts.Period(days))) is { } within)
            return within;
        return decision.ConfirmBy is { } day ? texts.Say("confirm", ("day", texts.Answer.Date(day))) : null;
    }

    /// <summary>How long the stay may last without a new decision.</summary>
    public static string? End(LevelDecision decision, LetterBasis basis, LetterTexts texts)
    {
        if (decision.LatestMonths is { } months && texts.Find("end-after", ("months", LetterTexts.Number(months))) is { } after)
            return after;
        // A provisional decision is said to be so, and its day would hang on when it is put into effect.
        return decision is { LatestEnd: { } end, ConfirmWithinDays: null, ReviewWithinDays: null }
            ? texts.Say("end", ("start", texts.Answer.Date(basis.Answer.AsOf)), ("day", texts.Answer.Date(end)))
            : null;
    }

    /// <summary>When the stay is followed up.</summary>
    public static string? Review(LevelDecision decision, LetterTexts texts)
    {
        if (decision.ReviewWithinDays is { } days)
            return texts.Find("review-within", ("period", texts.Period(days)));
        return decision.NextReview is { } review ? texts.Say("review", ("day", texts.Answer.Date(review))) : null;
    }
}
