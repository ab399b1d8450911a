using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility;

/// <summary>
/// Reads what every line of the rules has: where it is written, what was read, since when it applies; and the levels it speaks of. From
/// schema 4 on a line has a name and says what was read and whether a lawyer has checked it, and a document can name groups of levels.
/// </summary>
internal sealed class LineReader
{
    private const int MaxActs = 100,
        LongestName = 100;

    private readonly Dictionary<string, IReadOnlyList<Level>> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private LineReader(bool areNamed) => AreNamed = areNamed;

    /// <summary>For documents of before lines had names.</summary>
    public static LineReader Unnamed { get; } = new(areNamed: false);

    /// <summary>Whether lines have names and all that came with them.</summary>
    public bool AreNamed { get; }

    /// <summary>The acts the document names.</summary>
    public IReadOnlyList<LegalAct> Acts { get; private set; } = [];

    /// <summary>For a document whose lines have names: reads its acts and its groups of levels.</summary>
    public static LineReader Named(ObjectReader reader)
    {
        var lines = new LineReader(areNamed: true);
        lines.Acts = reader.Require("acts").ObjectList("acts", ReadAct, MaxActs) ?? [];
        if (lines.Acts.DistinctBy(act => act.Id).Count() < lines.Acts.Count)
            reader.Fault("acts", "name one act twice");
        if (reader.Object("levelGroups") is { } groups)
        {
            foreach (var name in groups.Names())
                lines._groups[name] = groups.EnumList<Level>(name) ?? [];
            groups.Close();
        }
        return lines;
    }

    /// <summary>The levels of a field: each by its word, or a group by its name.</summary>
    public IReadOnlyList<Level> Levels(ObjectReader reader, string field)
    {
        if (reader.Require(field).Raw(field) is { ValueKind: System.Text.Json.JsonValueKind.String } name)
        {
            if (_groups.TryGetValue(name.GetString()!, out var group))
                return group;
            reader.Fault(field, "is not a group of levels");
            return [];
        }
        return reader.EnumList<Level>(field) ?? [];
    }

    /// <summary>Where the line is written, what was read, and when it applies.</summary>
    public Authority Authority(ObjectReader reader)
    {
        var authority = new Authority(
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false,
            reader.Require("from").Date("from") ?? default,
            reader.Date("to"),
            reader.Boolean("disputed") ?? false
        );
        reader.Text("note");
        if (authority.To <= authority.From)
            reader.Fault("to", "must lie after from");
        return AreNamed ? Named(authority, reader) : authority;
    }

    private Authority Named(Authority authority, ObjectReader reader)
    {
        var id = reader.Require("id").Text("id", LongestName) ?? "";
        if (id.Length > 0 && !_names.Add(id))
            reader.Fault("id", "is the name of another line");
        var acts = reader.TextList("acts", LongestName) ?? [];
        for (var i = 0; i < acts.Count; i++)
        {
            if (Acts.All(act => act.Id != acts[i]))
                reader.Fault($"acts[{i}]", "is not the name of an act");
        }
        if (authority.Verified && acts.Count == 0)
            reader.Fault("acts", "must name what was read, where verified is true");
        return authority with { Id = id, Acts = acts, LegallyReviewed = reader.Require("legallyReviewed").Boolean("legallyReviewed") };
    }

    private static LegalAct ReadAct(ObjectReader reader) =>
        new(
            reader.Require("id").Text("id", LongestName) ?? "",
            reader.Require("title").Text("title") ?? "",
            reader.Require("wording").Text("wording") ?? "",
            reader.Require("read").Date("read") ?? default,
            reader.Require("where").Text("where") ?? ""
        );
}
