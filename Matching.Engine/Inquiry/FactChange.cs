using Matching.Engine.Profiles;

namespace Matching.Engine.Inquiry;

/// <summary>
/// A fact that would be another one. Put in the place of the fact in the request, <see cref="To"/> gives the ranking that was computed
/// with.
/// </summary>
/// <param name="Fact">The path in a request, such as <c>child.networkCarer</c>; <c>services</c> for services added to the place, which no
/// request names.</param>
public sealed record FactChange(string Fact, FactValue From, FactValue To);

/// <summary>A fact's value as a request has it.</summary>
public abstract record FactValue
{
    private FactValue() { }

    /// <summary>Not known.</summary>
    public sealed record Unknown : FactValue;

    /// <summary>A word of a vocabulary.</summary>
    public sealed record Word(string Text) : FactValue;

    /// <summary>A list of words or ids.</summary>
    public sealed record Words(IReadOnlyList<string> Texts) : FactValue;

    /// <summary>The conflicts.</summary>
    public sealed record Conflicts(IReadOnlyList<Conflict> Items) : FactValue;
}
