using System.CommandLine;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Verbs;

/// <summary>An option that takes one word of a vocabulary; unless it is required, the first word stands when it is left out.</summary>
internal static class WordOption
{
    public static Option<T> Of<T>(string name, string meaning, bool isRequired = false)
        where T : struct, Enum =>
        new(name)
        {
            Description =
                $"{meaning}: "
                + $"{string.Join(" or ", Terms<T>.AllTexts.Select((word, position) => position == 0 && !isRequired ? $"{word} (default)" : word))}.",
            HelpName = string.Join('|', Terms<T>.AllTexts),
            Required = isRequired,
            CustomParser = result =>
            {
                if (!Terms<T>.TryParse(result.Tokens[0].Value, out var word))
                    result.AddError($"{name} must be {string.Join(" or ", Terms<T>.AllTexts)}.");
                return word;
            },
        };
}
