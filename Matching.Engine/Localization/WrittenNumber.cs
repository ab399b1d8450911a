namespace Matching.Engine.Localization;

/// <summary>Numbers as a language writes them.</summary>
public static class WrittenNumber
{
    /// <summary>A number with the decimal sign of a language.</summary>
    /// <param name="number">As the invariant culture writes it, without thousands.</param>
    public static string InLanguage(string number, Language language) => language == Language.Da ? number.Replace('.', ',') : number;
}
