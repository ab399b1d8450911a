using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// What the proposed place helps with. A need is named to a reader only where the texts have words for it and that reader; all others, and
/// any new one, stand behind one
/// neutral sentence.
/// </summary>
internal static class NeedsDisclosed
{
    public static IEnumerable<string> Of(LetterBasis basis, LetterTexts texts)
    {
        var told = basis.NeedsMet.Select(need => texts.Find($"need.{Terms<Need>.Text(need)}")).ToList();
        return told.Contains(null) ? told.OfType<string>().Append(texts.Say("need.other")) : told.OfType<string>();
    }
}
