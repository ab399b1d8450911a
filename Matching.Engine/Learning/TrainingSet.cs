namespace Matching.Engine.Learning;

/// <summary>What a model is trained and judged on.</summary>
/// <param name="Version">Hash of the data as they came.</param>
/// <param name="Stays">Stays of the social and the crime board's tracks, in the order they came; those that a court decided are left out
/// before.</param>
/// <param name="ProtectedByChild">Protected attributes by the child's pseudonym, then name: for audits only, from a file of their own.
/// Empty when there is none.</param>
public sealed record TrainingSet(
    string Version,
    IReadOnlyList<ObservedStay> Stays,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ProtectedByChild
)
{
    /// <summary>No data at all: what comes of it is the prior.</summary>
    public static TrainingSet None { get; } = new("none", [], new Dictionary<string, IReadOnlyDictionary<string, string>>());

    /// <summary>
    /// The set, or none of it when it is about fewer than five children: what moved with it would be about each of them, its hash
    /// included.
    /// </summary>
    public TrainingSet ToReportable() =>
        Stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count() < ModelSupport.LeastChildren ? None : this;
}
