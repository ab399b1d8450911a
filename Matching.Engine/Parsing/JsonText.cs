using System.Text;
using System.Text.Json;

namespace Matching.Engine.Parsing;

/// <summary>Texts and names from JSON that may hold half a character (a lone surrogate), which no text can.</summary>
public static class JsonText
{
    private const int ShownLength = 64;

    /// <summary>Reads a string element; false when it is not valid Unicode.</summary>
    public static bool TryRead(JsonElement element, out string text)
    {
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>The name of a property; a name that is not valid Unicode becomes a mark that no known field bears.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "[unreadable name]";
        }
    }

    /// <summary>
    /// A name as it may stand in an error: shortened, without characters that are not seen, and never a civil registration number.
    /// </summary>
    public static string Shown(string name)
    {
        if (CivilNumber.IsIn(name))
            return "[withheld name]";
        var shown = name.Length <= ShownLength ? name : name[..ShownLength] + "…";
        return string.Concat(shown.Select(Seen));

        static char Seen(char letter) =>
            char.IsControl(letter) || char.IsSurrogate(letter) || UnseenLetters.Is(new Rune(letter)) ? '�' : letter;
    }
}
