namespace Matching.Engine.Parsing;

/// <summary>
/// Every fault found in one document, keyed by the path of the field at fault (<c>child.diagnoses[1].code</c>).
/// Messages never repeat what was sent: a value may be personal.
/// </summary>
public sealed class Problems
{
    private readonly SortedDictionary<string, List<string>> _byPath = new(StringComparer.Ordinal);

    /// <summary>A single fault.</summary>
    public static Problems Of(string path, string message)
    {
        var problems = new Problems();
        problems.Add(path, message);
        return problems;
    }

    /// <summary>True while nothing is wrong.</summary>
    public bool None => _byPath.Count == 0;

    /// <summary>Notes a fault.</summary>
    public void Add(string path, string message)
    {
        if (!_byPath.TryGetValue(path, out var messages))
            _byPath[path] = messages = [];
        if (!messages.Contains(message))
            messages.Add(message);
    }

    /// <summary>The faults by path, ordered by path.</summary>
    public IReadOnlyDictionary<string, string[]> ByPath() =>
        _byPath.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>One line per fault.</summary>
    public IEnumerable<string> Lines() => _byPath.SelectMany(pair => pair.Value.Select(message => $"{pair.Key}: {message}"));
}
