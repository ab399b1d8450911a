using Matching.Engine.Profiles;
using Matching.Engine.Reading;

namespace Matching.Engine.Wording.Letters;

/// <summary>
/// What the proposed place helps with. A need is named to a reader only where the texts have words for it and that reader; all others, and any new one, stand behind one
/// neutral sentence.
/// </summary>
internal static class NeedsTold
{
    public static IEnumerable<string> Of(LetterBasis basis, LetterTexts texts)
    {
        var told = basis.NeedsMet.Select(need => texts.Find($"need.{Terms<Need>.Text(need)}")).ToList();
        return told.Contains(null) ? told.OfType<string>().Append(texts.Say("need.other")) : told.OfType<string>();
    }
}
