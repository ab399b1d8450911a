using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>How the reader's own wishes about places counted.</summary>
internal static class WishesDisclosed
{
    /// <summary>So many are reported one by one; a longer list says nothing to its reader.</summary>
    private const int MostNamed = 4;

    /// <summary>A sentence for each wish, the one about the proposed place first.</summary>
    /// <param name="wishes">The reader's own; null = not asked, empty = no wish.</param>
    /// <param name="basis">What the letter rests on.</param>
    /// <param name="texts">The reader's texts.</param>
    /// <param name="unnamed">Whether the proposed place must not be reported, and so not whether it was wished for.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<Wish>? wishes, LetterBasis basis, LetterTexts texts, bool unnamed)
    {
        if (wishes is null)
            return [texts.Say("wish.not-asked")];
        if (wishes.Count == 0)
            return [texts.Say("wish.none")];
        var proposed = unnamed ? null : basis.Proposed?.PlacementId;
        var told = wishes.Distinct().OrderByDescending(wish => wish.PlacementId == proposed).ToList();
        return
        [
            .. told.Take(MostNamed)
                .Select(wish =>
                    Said(
                        $"wish.{Terms<Stance>.Text(wish.Stance)}-{(unnamed ? "noted" : Outcome(wish, basis))}",
                        basis.LevelOf(wish.PlacementId),
                        texts,
                        ("name", texts.Answer.PlacementName(wish.PlacementId))
                    )
                ),
            .. told.Count > MostNamed
                ? [texts.Say("wish.more", ("count", LetterTexts.Number(told.Count - MostNamed)))]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>A sentence; one of its own for a level, where there is one.</summary>
    private static string Said(string key, Level? level, LetterTexts texts, (string Name, string Value) name) =>
        (level is { } known ? texts.Find($"{key}.{Terms<Level>.Text(known)}", name) : null) ?? texts.Say(key, name);

    private static string Outcome(Wish wish, LetterBasis basis)
    {
        if (wish.PlacementId == basis.Proposed?.PlacementId)
            return "proposed";
        if (wish.Stance == Stance.Avoid)
            return "other";
        if (basis.Proposed is null)
            return "impossible";
        return basis.Answer.Placements.FirstOrDefault(placement => placement.PlacementId == wish.PlacementId)?.Rank is null
            ? "impossible"
            : "possible";
    }
}
