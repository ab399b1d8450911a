using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Scoring;

namespace Matching.Engine.Vignettes;

/// <summary>Reads the fields of one expectation, noting every word that is not known.</summary>
internal sealed class ExpectationReader(ObjectReader reader, ExpectationWords words)
{
    private const int LongestWord = 100;
    private static readonly HashSet<string> KnownFacts = [.. Facts.All.Select(fact => fact.Path)];
    private static readonly HashSet<string> KnownCriteria = [.. CriterionShape.All.Select(shape => shape.Code)];

    /// <summary>The id of a place of the catalogue.</summary>
    public Placement? Place(string field) => Text(field) is { } id ? Find(id, field) : null;

    /// <summary>At least two places, each once.</summary>
    public IReadOnlyList<Placement>? Places(string field)
    {
        if (reader.Require(field).TextList(field, LongestWord) is not { } ids)
            return null;
        var places = ids.Select((id, index) => Find(id, $"{field}[{index}]")).OfType<Placement>().ToList();
        if (ids.Count < 2)
            reader.Fault(field, "must name at least two placements");
        else if (ids.Distinct(StringComparer.Ordinal).Count() < ids.Count)
            reader.Fault(field, "names a placement twice");
        return places;
    }

    /// <summary>At least one service of the catalogue, each once.</summary>
    public IReadOnlyList<CareService>? Services(string field)
    {
        if (reader.Require(field).TextList(field, LongestWord) is not { } ids)
            return null;
        var services = words.Catalogue.Services;
        for (var i = 0; i < ids.Count; i++)
        {
            if (services.All(service => service.Id != ids[i]))
                reader.Fault($"{field}[{i}]", "is not the id of a service in the catalogue");
        }
        if (ids.Count == 0)
            reader.Fault(field, "must name at least one service");
        else if (ids.Distinct(StringComparer.Ordinal).Count() < ids.Count)
            reader.Fault(field, "names a service twice");
        return [.. services.Where(service => ids.Contains(service.Id))];
    }

    /// <summary>The code of a condition or refusal; with <paramref name="optional"/> it may be absent.</summary>
    public string? Condition(string field, bool optional = false) =>
        Code(field, words.Conditions, "is not the code of a condition", optional);

    /// <summary>The code of a notice.</summary>
    public string? Notice(string field) => Code(field, words.Notices, "is not the code of a notice");

    /// <summary>The code of something else the law asks.</summary>
    public string? Reminder(string field) => Code(field, words.Reminders, "is not the code of something the law asks");

    /// <summary>The code of a criterion.</summary>
    public string? Criterion(string field) => Code(field, KnownCriteria, "is not the code of a criterion");

    /// <summary>The path of a fact that can be unknown.</summary>
    public string? Fact(string field) => Code(field, KnownFacts, "is not the path of a fact, such as child.selfHarm");

    /// <summary>One word of a vocabulary.</summary>
    public T? Enum<T>(string field)
        where T : struct, Enum => reader.Require(field).Enum<T>(field);

    /// <summary>A whole number.</summary>
    public int? Integer(string field, int least, int most) => reader.Require(field).Integer(field, least, most);

    private string? Text(string field) => reader.Require(field).Text(field, LongestWord);

    private Placement? Find(string id, string field)
    {
        if (words.Catalogue.TryFind(id, out var index))
            return words.Catalogue.Placements[index];
        reader.Fault(field, "is not the id of a placement in the catalogue");
        return null;
    }

    private string? Code(string field, IReadOnlySet<string> known, string message, bool optional = false)
    {
        var code = optional ? reader.Text(field, LongestWord) : Text(field);
        if (code is null || known.Contains(code))
            return code;
        reader.Fault(field, message);
        return null;
    }
}
