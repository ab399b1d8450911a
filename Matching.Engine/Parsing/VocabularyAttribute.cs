namespace Matching.Engine.Parsing;

/// <summary>The name under which the words of an enumeration stand in the texts, where it is not that of the type.</summary>
/// <param name="name">Kebab-case.</param>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class VocabularyAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;
}
