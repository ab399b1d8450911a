using System.Text.Json;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.Http.Faults;

/// <summary>
/// What is told of a request that cannot be done, in the language of whoever asked. A message stands in English where it is given, and is
/// put into Danish where it is shown, by the table <c>faults.da.json</c>. The values in it are carried over as they are.
/// </summary>
public static class FaultTexts
{
    private static readonly Lazy<Table> Danish = new(Read);

    /// <summary>
    /// The Danish table: English messages and what they become, <c>{0}</c>, <c>{1}</c> … standing for the values in them.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> DanishByEnglish => Danish.Value.ByEnglish;

    /// <summary>A message as a reader of the language is told it; one that the table does not know stays English.</summary>
    public static string In(Language language, string english)
    {
        if (language == Language.En)
            return english;
        var table = Danish.Value;
        if (table.ByEnglish.TryGetValue(english, out var whole))
            return whole;
        foreach (var (from, to) in table.WithValues)
        {
            // A value may be a message itself.
            if (from.ValuesOf(english) is { } values)
                return to.With([.. values.Select(value => In(language, value))]);
        }
        return english;
    }

    /// <summary>One line for each fault.</summary>
    public static IEnumerable<string> Lines(Problems problems, Language language) =>
        problems.ByPath().SelectMany(pair => pair.Value.Select(message => $"{pair.Key}: {In(language, message)}"));

    private static Table Read()
    {
        using var stream = typeof(FaultTexts).Assembly.GetManifestResourceStream("faults.da.json")!;
        var byEnglish = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
        return new Table(
            byEnglish.ToDictionary(StringComparer.Ordinal),
            [
                .. byEnglish
                    .Select(pair => (From: new MessageTemplate(pair.Key), To: new MessageTemplate(pair.Value)))
                    .Where(pair => pair.From.HasValues)
                    // The one that says most itself fits best.
                    .OrderByDescending(pair => pair.From.Letters),
            ]
        );
    }

    private sealed record Table(
        IReadOnlyDictionary<string, string> ByEnglish,
        IReadOnlyList<(MessageTemplate From, MessageTemplate To)> WithValues
    );
}
