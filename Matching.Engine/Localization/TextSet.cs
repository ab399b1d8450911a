using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Vignettes;

namespace Matching.Engine.Localization;

/// <summary>The languages answers are given in.</summary>
public enum Language
{
    Da,
    En,
}

/// <summary>
/// Turns codes and values into sentences of one language, from data. The only place below the edge where sentences come from.
/// </summary>
public sealed class TextSet
{
    private const string Need = "need";
    private const char RefusedMark = ':';

    // Names and words hold commas of their own.
    private const string Between = "; ";
    private static readonly string[] Tables = ["words", "facts", "steps", "conditions", "gaps", "notices", "labels"];

    /// <summary>Tables that came with schema 2.</summary>
    private static readonly string[] LaterTables =
    [
        "combinations",
        "alternatives",
        "decisions",
        "differences",
        "counterfactuals",
        "letters",
    ];

    private readonly FrozenDictionary<string, FrozenDictionary<string, Template>> _tables;
    private readonly FrozenDictionary<string, FrozenDictionary<string, Template>> _contributions;

    // The same few sentences come again in every answer. There are no more than the criteria's tables have cells.
    private readonly ConcurrentDictionary<(string Criterion, string State, string Feature), string> _written = new();

    private TextSet(
        Language language,
        FrozenDictionary<string, FrozenDictionary<string, Template>> tables,
        FrozenDictionary<string, FrozenDictionary<string, Template>> contributions
    )
    {
        (Language, _tables, _contributions) = (language, tables, contributions);
    }

    /// <summary>The language.</summary>
    public Language Language { get; }

    /// <summary>Reads the texts of one language.</summary>
    /// <param name="reader">The document.</param>
    /// <param name="language">The language it says it is in.</param>
    /// <param name="withLaterTables">False for a document of a schema that did not have them.</param>
    internal static TextSet Read(ObjectReader reader, Language language, bool withLaterTables)
    {
        var tables = (withLaterTables ? Tables.Concat(LaterTables) : Tables).ToFrozenDictionary(
            table => table,
            table => ReadTable(reader, table),
            StringComparer.Ordinal
        );
        var contributions = new Dictionary<string, FrozenDictionary<string, Template>>(StringComparer.Ordinal);
        if (reader.Require("contributions").Object("contributions") is { } part)
        {
            foreach (var criterion in part.Names())
                contributions[criterion] = ReadTable(part, criterion);
            part.Close();
        }
        return new TextSet(language, tables, contributions.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The keys of every text, to compare languages with.</summary>
    internal IEnumerable<string> Keys() =>
        _tables
            .SelectMany(table => table.Value.Keys.Select(key => $"{table.Key}.{key}"))
            .Concat(_contributions.SelectMany(table => table.Value.Keys.Select(key => $"contributions.{table.Key}.{key}")));

    /// <summary>A word of a vocabulary, such as <c>level.secure</c>; the key itself where there is none.</summary>
    public string Word(string key) => Find("words", key)?.Plain ?? key;

    /// <summary>A label for tables and pages.</summary>
    public string Label(string key) => Find("labels", key)?.Plain ?? key;

    /// <summary>What a condition or refusal means.</summary>
    public string Of(Condition condition) =>
        Sentence(
            (condition.Refuses ? Find("conditions", $"{condition.Code}:refused") : null) ?? Find("conditions", condition.Code),
            condition.Code,
            condition.Values
        );

    /// <summary>What a notice says.</summary>
    public string Of(Notice notice) => Sentence(Find("notices", notice.Code), notice.Code, notice.Values);

    /// <summary>What is not known or only suspected, as words inside a sentence.</summary>
    public string Unknown(KnowledgeGap gap) =>
        Uncapitalise(
            (gap.IsSuspected ? Sentence("facts", $"{gap.Field}:suspected", ("subject", gap.Subject ?? "")) : null)
                ?? Sentence("facts", gap.Field)
                ?? gap.Field
        );

    /// <summary>What is not known or only suspected, the step that would settle it, and how long that usually takes.</summary>
    public string Of(KnowledgeGap gap)
    {
        var fact = gap.IsSuspected ? Sentence("facts", $"{gap.Field}:suspected", ("subject", gap.Subject ?? "")) : null;
        var sentence = Sentence(
            Find("gaps", gap.ChangesFirst > 0 ? "changes" : "same"),
            gap.Field,
            [
                KeyValuePair.Create("fact", fact is null ? $"fact.{gap.Field}" : Uncapitalise(fact)),
                KeyValuePair.Create("step", $"suggested-step.{gap.SuggestedStep}"),
            ]
        );
        return gap.UsualDays is { } days && Sentence("gaps", "days", ("days", days.ToString(CultureInfo.InvariantCulture))) is { } takes
            ? $"{sentence} {takes}"
            : sentence;
    }

    /// <summary>Whether there are sentences for what is asked beyond the ranking; older texts have none.</summary>
    internal bool HasInquiries => _tables.ContainsKey("differences");

    /// <summary>Whether there are sentences for letters to an audience; texts of before there were such letters have none.</summary>
    public bool HasLettersTo(Letters.Audience audience) =>
        Fragment("letters", $"{Terms<Letters.Audience>.Text(audience)}.title") is not null;

    /// <summary>A text of a table as it is written, to stand inside a sentence; null where the texts have none.</summary>
    internal string? Fragment(string table, string key) =>
        _tables.TryGetValue(table, out var texts) && texts.TryGetValue(key, out var template) ? template.Plain : null;

    /// <summary>A sentence of a table with its values; null where the texts have no such sentence.</summary>
    internal string? Sentence(string table, string key, params (string Name, string Value)[] values) =>
        _tables.TryGetValue(table, out var sentences) && sentences.TryGetValue(key, out var template)
            ? Capitalise(template.Fill(name => Array.Find(values, value => value.Name == name).Value))
            : null;

    /// <summary>What is expected of an answer, or was seen in it.</summary>
    public string Of(Remark remark) =>
        Sentence(
            Find("labels", remark.Code),
            remark.Code,
            [.. remark.Values.Select(value => KeyValuePair.Create(value.Key, string.Join(Between, value.Value.Select(Worded))))]
        );

    /// <summary>The codes of conditions and refusals that there are sentences for.</summary>
    public IEnumerable<string> ConditionCodes => _tables["conditions"].Keys.Select(key => key.Split(RefusedMark)[0]).Distinct();

    /// <summary>How the sentences on what else the law asks are keyed among those on decisions.</summary>
    internal const string ReminderPrefix = "reminder.";

    /// <summary>The codes of what else the law asks that there are sentences for.</summary>
    public IEnumerable<string> ReminderCodes =>
        _tables.TryGetValue("decisions", out var decisions)
            ? decisions
                .Keys.Where(key => key.StartsWith(ReminderPrefix, StringComparison.Ordinal))
                .Select(key => key[ReminderPrefix.Length..])
            : [];

    /// <summary>The codes of notices that there are sentences for.</summary>
    public IEnumerable<string> NoticeCodes => _tables["notices"].Keys;

    /// <summary>Why a place gets these points.</summary>
    public string Of(AnsweredContribution contribution) =>
        _written.GetOrAdd((contribution.Criterion, contribution.State, contribution.Feature), _ => Write(contribution));

    private string Write(AnsweredContribution contribution)
    {
        var isNeed = Terms<Profiles.Need>.TryParse(contribution.Criterion, out var need);
        var template = Contribution(isNeed ? Need : contribution.Criterion, contribution.State, contribution.Feature);
        return template is null
            ? contribution.Criterion
            : Capitalise(
                template.Fill(name =>
                    name switch
                    {
                        "need" when isNeed => Word(Terms<Profiles.Need>.Key(need)),
                        "state" => StateOrFeature(contribution.Criterion, contribution.State),
                        "feature" => StateOrFeature(contribution.Criterion, contribution.Feature),
                        _ => null,
                    }
                )
            );
    }

    private Template? Contribution(string criterion, string state, string feature)
    {
        if (!_contributions.TryGetValue(criterion, out var table))
            return null;
        return table.GetValueOrDefault($"{state}/{feature}")
            ?? table.GetValueOrDefault($"{state}/*")
            ?? table.GetValueOrDefault($"*/{feature}")
            ?? table.GetValueOrDefault("*");
    }

    private string StateOrFeature(string criterion, string value) =>
        (Find("words", $"{criterion}.{value}") ?? Find("words", $"level.{value}"))?.Plain ?? value;

    private string Sentence(Template? template, string code, IReadOnlyList<KeyValuePair<string, string>> values) =>
        template is null ? code : Capitalise(template.Fill(name => Value(values, name)));

    private string? Value(IReadOnlyList<KeyValuePair<string, string>> values, string name)
    {
        foreach (var (key, value) in values)
        {
            if (key == name)
                return Worded(value);
        }
        return null;
    }

    private string Worded(string value) =>
        (Find("words", value) ?? FindBehind("fact.", "facts", value) ?? FindBehind("suggested-step.", "steps", value))?.Plain
        ?? ListOf(value)
        ?? value;

    /// <summary>Several words as people say them, the last after "and"; null where the value does not list keys of words.</summary>
    private string? ListOf(string value)
    {
        if (!value.Contains(Notice.Listed) || Find("words", "list.and") is not { } and)
            return null;
        var words = Array.ConvertAll(value.Split(Notice.Listed), key => Find("words", key)?.Plain);
        return Array.TrueForAll(words, word => word is not null) ? $"{string.Join(", ", words[..^1])}{and.Plain}{words[^1]}" : null;
    }

    private Template? FindBehind(string prefix, string table, string value) =>
        value.StartsWith(prefix, StringComparison.Ordinal) ? Find(table, value[prefix.Length..]) : null;

    /// <summary>A text as it stands inside a sentence; one that begins with capitals keeps them.</summary>
    internal static string Uncapitalise(string sentence) =>
        sentence.Length < 2 || char.IsUpper(sentence[1]) ? sentence : char.ToLowerInvariant(sentence[0]) + sentence[1..];

    private Template? Find(string table, string key) => _tables[table].GetValueOrDefault(key);

    private static string Capitalise(string sentence) =>
        sentence.Length == 0 || char.IsUpper(sentence[0]) ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static FrozenDictionary<string, Template> ReadTable(ObjectReader reader, string field)
    {
        var table = new Dictionary<string, Template>(StringComparer.Ordinal);
        if (reader.Require(field).Object(field) is { } part)
        {
            foreach (var name in part.Names())
            {
                // An empty text is a text: a word may add nothing to its sentence.
                var text = part.Raw(name) is { ValueKind: System.Text.Json.JsonValueKind.String } value ? value.GetString()! : null;
                if (text is null)
                    part.Fault(name, "must be a text");
                else if (Template.Parse(text) is { } template)
                    table[name] = template;
                else
                    part.Fault(name, "has a brace that does not close");
            }
            part.Close();
        }
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
