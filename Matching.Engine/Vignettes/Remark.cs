namespace Matching.Engine.Vignettes;

/// <summary>What is expected of an answer, or what was seen in it: a code and values, never a sentence.</summary>
/// <param name="Code">Names the sentence.</param>
/// <param name="Values">By name, one or several words each: keys such as <c>level.secure</c>, names of places, numbers.</param>
public sealed record Remark(string Code, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Values)
{
    /// <summary>A remark with values for its sentence.</summary>
    public static Remark Of(string code, params (string Name, IReadOnlyList<string> Words)[] values) =>
        new(code, [.. values.Select(value => KeyValuePair.Create(value.Name, value.Words))]);
}
