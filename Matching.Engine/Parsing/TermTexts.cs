using System.Reflection;
using System.Text;

namespace Matching.Engine.Parsing;

/// <summary>Spells the names of an enumeration as words. Not generic, so that it is compiled once and not for every vocabulary.</summary>
internal static class TermTexts
{
    /// <summary>The words, in the order of the values.</summary>
    public static string[] Of(Type vocabulary) => Array.ConvertAll(Enum.GetNames(vocabulary), Kebab);

    /// <summary>The words with the vocabulary's own in front.</summary>
    public static string[] WithVocabulary(Type vocabulary, string[] texts)
    {
        // Texts of earlier versions are recorded under the name a vocabulary had then.
        var name = vocabulary.GetCustomAttribute<VocabularyAttribute>()?.Name ?? Kebab(vocabulary.Name);
        return Array.ConvertAll(texts, text => $"{name}.{text}");
    }

    private static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
