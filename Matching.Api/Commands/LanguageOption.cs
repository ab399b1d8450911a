using System.CommandLine;
using Matching.Engine.Reading;
using Matching.Engine.Wording;

namespace Matching.Api.Commands;

/// <summary>The option that chooses the language, Danish unless said otherwise.</summary>
internal sealed class LanguageOption : Option<Language>
{
    public LanguageOption(string description) : base("--lang")
    {
        Description = description;
        HelpName = "da|en";
        CustomParser = result =>
        {
            if (!Terms<Language>.TryParse(result.Tokens[0].Value, out var language))
                result.AddError("--lang must be da or en.");
            return language;
        };
    }
}
