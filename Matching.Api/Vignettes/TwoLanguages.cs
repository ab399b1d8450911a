using Matching.Engine.Localization;

namespace Matching.Api.Vignettes;

/// <summary>A text in both languages.</summary>
public sealed record TwoLanguages(string Danish, string English)
{
    /// <summary>The text in a language.</summary>
    public string In(Language language) => language == Language.Da ? Danish : English;
}
