using System.Text;

namespace Matching.Engine.Localization;

/// <summary>A sentence with places for values, <c>{name}</c>.</summary>
internal sealed class Template
{
    private readonly (string Text, string? Name)[] _parts;

    private Template(string plain, (string, string?)[] parts) => (Plain, _parts) = (plain, parts);

    /// <summary>The text as written.</summary>
    public string Plain { get; }

    /// <summary>The names of its places.</summary>
    public IEnumerable<string> Names => _parts.Where(part => part.Name is not null).Select(part => part.Name!);

    /// <summary>Reads a template; null when a brace does not close.</summary>
    public static Template? Parse(string text)
    {
        var parts = new List<(string, string?)>();
        var rest = text.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            if (close < open)
                return null;
            parts.Add((rest[..open].ToString(), rest[(open + 1)..close].ToString()));
            rest = rest[(close + 1)..];
        }
        parts.Add((rest.ToString(), null));
        return new Template(text, [.. parts]);
    }

    /// <summary>The sentence with its values; a place without a value keeps its name, so that a fault is seen and not hidden.</summary>
    public string Fill(Func<string, string?> value)
    {
        if (_parts.Length == 1)
            return Plain;
        var sentence = new StringBuilder(Plain.Length + 32);
        foreach (var (text, name) in _parts)
        {
            sentence.Append(text);
            if (name is not null)
                sentence.Append(value(name) ?? $"{{{name}}}");
        }
        return sentence.ToString();
    }
}
