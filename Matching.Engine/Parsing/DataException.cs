namespace Matching.Engine.Parsing;

/// <summary>A data file (catalogue, rules, criteria, texts) cannot be used. Lists every problem found, not only the first.</summary>
public sealed class DataException(string document, IEnumerable<string> problems)
    : Exception($"{document} cannot be used:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", problems)}")
{
    /// <summary>Throws when anything was found.</summary>
    public static void ThrowIfAny(string document, Problems problems)
    {
        if (!problems.None)
            throw new DataException(document, problems.Lines());
    }
}
