using Matching.Engine.Parsing;

namespace Matching.Engine.Localization;

/// <summary>The texts of all languages, one version.</summary>
public sealed class Texts
{
    private const int OldestSchema = 1,
        Schema = 2;
    private readonly TextSet[] _byLanguage;

    private Texts(string version, TextSet[] byLanguage) => (Version, _byLanguage) = (version, byLanguage);

    /// <summary>Whether there are words for what is asked beyond the ranking.</summary>
    public bool HaveInquiries => Array.TrueForAll(_byLanguage, set => set.HasInquiries);

    /// <summary>Hash over the texts.</summary>
    public string Version { get; }

    /// <summary>The texts of a language.</summary>
    public TextSet In(Language language) => _byLanguage[(int)language];

    /// <summary>Reads the texts, or refuses them with every problem listed: each language must have every text.</summary>
    /// <exception cref="DataException">Anything is wrong.</exception>
    public static Texts Load(DataDocument document)
    {
        var problems = new Problems();
        var sets = new TextSet?[Terms<Language>.All.Count];
        foreach (var (file, content) in document.Files)
        {
            if (ObjectReader.Open(content, file, problems) is not { } reader)
                continue;
            var schema = reader.Require("schema").Integer("schema", OldestSchema, Schema);
            var language = reader.Require("language").Enum<Language>("language");
            var set = TextSet.Read(reader, language ?? default, withLaterTables: schema == Schema);
            reader.Close();
            if (language is { } own)
                sets[(int)own] = set;
        }
        foreach (var missing in Terms<Language>.All.Where(language => sets[(int)language] is null))
            problems.Add(Terms<Language>.Text(missing), "is missing");
        DataException.ThrowIfAny("The texts", problems);
        var all = sets.SelectMany(set => set!.Keys()).ToHashSet(StringComparer.Ordinal);
        foreach (var language in Terms<Language>.All)
        {
            foreach (var missing in all.Except(sets[(int)language]!.Keys()))
                problems.Add(Terms<Language>.Text(language), $"lacks {missing}");
        }
        DataException.ThrowIfAny("The texts", problems);
        return new Texts(document.Version, sets!);
    }
}
