namespace Matching.Engine.Eligibility;

/// <summary>
/// What stands between a child and a place: a condition to be met, or a refusal with what it rests on. A code and values, never a sentence.
/// </summary>
/// <param name="Code">What it is; for a missing step, the step's name.</param>
/// <param name="Refuses">True when it excludes the place; false when the place is possible once it is met.</param>
/// <param name="Source">The law, rule or catalogue fact it comes from.</param>
/// <param name="Verified">Whether that source has been checked.</param>
/// <param name="Basis">The paths of the facts used.</param>
/// <param name="Values">Values for the text, by name; words are keys such as <c>level.secure</c>, the rest are numbers.</param>
public sealed record Condition(
    string Code,
    bool Refuses,
    string Source,
    bool Verified,
    IReadOnlyList<string> Basis,
    IReadOnlyList<KeyValuePair<string, string>> Values
)
{
    /// <summary>The code where a child with gang ties would come into a conflict between gangs.</summary>
    public const string PeerGangConflict = "peer-gang-conflict";

    /// <summary>A condition that can be met.</summary>
    public static Condition ToMeet(string code, Authority authority, string[] basis, params (string Name, string Value)[] values) =>
        Of(code, false, authority.Source, authority.Verified, basis, values);

    /// <summary>A refusal.</summary>
    public static Condition Refusal(string code, Authority authority, string[] basis, params (string Name, string Value)[] values) =>
        Of(code, true, authority.Source, authority.Verified, basis, values);

    /// <summary>A condition or refusal from any source.</summary>
    public static Condition Of(
        string code,
        bool refuses,
        string source,
        bool verified,
        string[] basis,
        params (string Name, string Value)[] values
    ) => new(code, refuses, source, verified, basis, [.. values.Select(value => KeyValuePair.Create(value.Name, value.Value))]);
}
