using System.Globalization;
using System.Text.Json;

namespace Matching.Engine.Parsing;

/// <summary>
/// Reads one JSON object by hand, noting every fault and going on. Absent and <c>null</c> both read as not known (null).
/// Call <see cref="Close"/> last: it refuses fields that nobody asked for and fields given twice.
/// </summary>
public sealed class ObjectReader
{
    private readonly Problems _problems;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<string> _twice = [];

    /// <summary>The path of this object, empty at the top.</summary>
    public string Path { get; }

    /// <summary>The object itself.</summary>
    public JsonElement Element { get; }

    private ObjectReader(JsonElement element, string path, Problems problems)
    {
        Path = path;
        Element = element;
        _problems = problems;
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonText.NameOf(property);
            if (!_fields.TryAdd(name, property.Value))
                _twice.Add(name);
        }
    }

    /// <summary>Opens an object; null, with the fault noted, when the element is something else.</summary>
    public static ObjectReader? Open(JsonElement element, string path, Problems problems)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return new ObjectReader(element, path, problems);
        problems.Add(path, "must be an object");
        return null;
    }

    /// <summary>The path of a field of this object.</summary>
    public string PathOf(string field) => Path.Length == 0 ? field : $"{Path}.{field}";

    /// <summary>Notes a fault at a field of this object.</summary>
    public void Fault(string field, string message) => _problems.Add(PathOf(field), message);

    /// <summary>Notes a fault of this object as a whole.</summary>
    public void FaultHere(string message) => _problems.Add(Path, message);

    /// <summary>Whether the field is there with a value other than <c>null</c>.</summary>
    public bool Has(string field) => _fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Notes a fault when the field is missing or <c>null</c>.</summary>
    public ObjectReader Require(string field)
    {
        if (!Has(field))
            Fault(field, "is required");
        return this;
    }

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters.</summary>
    public string? Text(string field, int maxLength = 4000)
    {
        if (Ask(field) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String || !JsonText.TryRead(value, out var text))
        {
            Fault(field, "must be a text");
            return null;
        }
        if (text.Length >= 1 && text.Length <= maxLength)
            return text;
        Fault(field, $"must hold 1 to {maxLength} characters");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool? Boolean(string field)
    {
        if (Ask(field) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Fault(field, "must be true or false");
        return null;
    }

    /// <summary>A whole number within the range, both ends included.</summary>
    public int? Integer(string field, int least, int most)
    {
        if (Ask(field) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Fault(field, $"must be a whole number from {least} to {most}");
        return null;
    }

    /// <summary>A day, <c>yyyy-MM-dd</c>.</summary>
    public DateOnly? Date(string field)
    {
        if (Ask(field) is not { } value)
            return null;
        if (
            value.ValueKind == JsonValueKind.String
            && JsonText.TryRead(value, out var text)
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        )
            return day;
        Fault(field, "must be a date, yyyy-MM-dd");
        return null;
    }

    /// <summary>One word of a vocabulary.</summary>
    public T? Enum<T>(string field)
        where T : struct, Enum => Ask(field) is { } value ? TermOf<T>(value, PathOf(field)) : null;

    /// <summary>
    /// A list of words. A word that is there again says nothing new: with <paramref name="repeats"/> it is taken once, else it is a fault.
    /// </summary>
    public IReadOnlyList<T>? EnumList<T>(string field, int maxItems = 50, bool repeats = false)
        where T : struct, Enum
    {
        if (Elements(field, maxItems) is not { } items)
            return null;
        var terms = new List<T>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (TermOf<T>(items[i], $"{PathOf(field)}[{i}]") is not { } term)
                continue;
            if (!terms.Contains(term))
                terms.Add(term);
            else if (!repeats)
                _problems.Add($"{PathOf(field)}[{i}]", "is there twice");
        }
        return terms;
    }

    /// <summary>
    /// A list of texts of 1 to <paramref name="maxLength"/> characters; null when absent or when one of them is at fault.
    /// </summary>
    public IReadOnlyList<string>? TextList(string field, int maxLength, int maxItems = 50)
    {
        if (Elements(field, maxItems) is not { } items)
            return null;
        var texts = new List<string>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (
                items[i].ValueKind == JsonValueKind.String
                && JsonText.TryRead(items[i], out var text)
                && text.Length >= 1
                && text.Length <= maxLength
            )
                texts.Add(text);
            else
                _problems.Add($"{PathOf(field)}[{i}]", $"must be a text of 1 to {maxLength} characters");
        }
        return texts.Count == items.Count ? texts : null;
    }

    /// <summary>An object inside this one; null when absent.</summary>
    public ObjectReader? Object(string field) => Ask(field) is { } value ? Open(value, PathOf(field), _problems) : null;

    /// <summary>A list of objects, each read by <paramref name="read"/>, which returns null for one at fault.</summary>
    public IReadOnlyList<T>? ObjectList<T>(string field, Func<ObjectReader, T?> read, int maxItems = 50)
        where T : class
    {
        if (Elements(field, maxItems) is not { } items)
            return null;
        var list = new List<T>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (Open(items[i], $"{PathOf(field)}[{i}]", _problems) is not { } reader)
                continue;
            if (read(reader) is { } item)
                list.Add(item);
            reader.Close();
        }
        return list;
    }

    /// <summary>An object that stands inside this one at a path, its faults noted with those of this one.</summary>
    /// <exception cref="ArgumentException">The element is no object.</exception>
    public ObjectReader Inside(JsonElement element, string path) =>
        Open(element, PathOf(path), _problems) ?? throw new ArgumentException("is not an object", nameof(element));

    /// <summary>The raw element of a field, for values with a shape of their own; null when absent.</summary>
    public JsonElement? Raw(string field) => Ask(field);

    /// <summary>The names of all fields, each marked as asked for: for objects that map names to values.</summary>
    public IReadOnlyList<string> Names()
    {
        _asked.UnionWith(_fields.Keys);
        return [.. _fields.Keys];
    }

    /// <summary>Refuses what nobody asked for and what was given twice.</summary>
    public void Close()
    {
        foreach (var name in _fields.Keys.Where(name => !_asked.Contains(name)))
            Fault(JsonText.Shown(name), "is not a known field");
        foreach (var name in _twice)
            Fault(JsonText.Shown(name), "is there twice");
    }

    private JsonElement? Ask(string field)
    {
        _asked.Add(field);
        return _fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private List<JsonElement>? Elements(string field, int maxItems)
    {
        if (Ask(field) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(field, "must be a list");
            return null;
        }
        if (value.GetArrayLength() <= maxItems)
            return [.. value.EnumerateArray()];
        Fault(field, $"must hold at most {maxItems} items");
        return null;
    }

    private T? TermOf<T>(JsonElement value, string path)
        where T : struct, Enum
    {
        if (value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var text) && Terms<T>.TryParse(text, out var term))
            return term;
        _problems.Add(path, $"must be one of: {string.Join(", ", Terms<T>.AllTexts)}");
        return null;
    }
}
