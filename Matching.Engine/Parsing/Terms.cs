using System.Runtime.CompilerServices;

namespace Matching.Engine.Parsing;

/// <summary>
/// The written words of an enumeration: kebab-case, case-sensitive, exactly as the API contract spells them
/// (<c>OpenResidential</c> ↔ <c>open-residential</c>). The one place where enumerations meet text.
/// </summary>
/// <typeparam name="T">An enumeration with consecutive values from zero.</typeparam>
public static class Terms<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly string[] Texts = TermTexts.Of(typeof(T));
    private static readonly string[] KeyedTexts = TermTexts.WithVocabulary(typeof(T), Texts);

    /// <summary>Every value, in declaration order.</summary>
    public static IReadOnlyList<T> All => Values;

    /// <summary>Every word, in declaration order.</summary>
    public static IReadOnlyList<string> AllTexts => Texts;

    /// <summary>The word of a value, such as <c>partially-closed</c>.</summary>
    public static string Text(T value) => Texts[Position(value)];

    /// <summary>The word with its vocabulary in front, such as <c>level.partially-closed</c>: the key of its plain-language name.</summary>
    public static string Key(T value) => KeyedTexts[Position(value)];

    /// <summary>
    /// The place of a value in its enumeration, from zero. <see cref="Convert"/> would box it, and the gates ask for every place.
    /// </summary>
    public static int Position(T value) => Unsafe.BitCast<T, int>(value);

    /// <summary>Reads a word; false for anything but an exact match.</summary>
    public static bool TryParse(string? text, out T value)
    {
        // Vocabularies hold a dozen words, so they are searched in order. A dictionary of each would have to be compiled for each at every
        // start.
        var position = Array.IndexOf(Texts, text);
        value = position < 0 ? default : Values[position];
        return position >= 0;
    }

    /// <summary>Reads a word that is known to be right, such as one from a record.</summary>
    /// <exception cref="FormatException">The word is not one of the vocabulary.</exception>
    public static T Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not one of: {string.Join(", ", Texts)}.");
}
