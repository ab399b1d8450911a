using Matching.Api.Http.Faults;
using Matching.Engine.Localization;

namespace Matching.Tests.Api.Support;

/// <summary>The messages that callers are told, by language.</summary>
static class KnownMessages
{
    static readonly Dictionary<Language, (HashSet<string> Whole, List<MessageTemplate> WithValues)> ByLanguage = new()
    {
        [Language.En] = Of(FaultTexts.DanishByEnglish.Keys),
        [Language.Da] = Of(FaultTexts.DanishByEnglish.Values),
    };

    /// <summary>Whether a message is one of the language's, with any values in it.</summary>
    public static bool Are(Language language, string message)
    {
        var (whole, withValues) = ByLanguage[language];
        return whole.Contains(message) || withValues.Exists(template => template.ValuesOf(message) is not null);
    }

    static (HashSet<string>, List<MessageTemplate>) Of(IEnumerable<string> messages)
    {
        var all = messages.ToList();
        return (
            all.ToHashSet(StringComparer.Ordinal),
            all.ConvertAll(message => new MessageTemplate(message)).FindAll(one => one.HasValues)
        );
    }
}
