using System.Collections.Frozen;
using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Scoring;

namespace Matching.Engine;

/// <summary>
/// What a ranking rests on beside the child: places, rules and criteria, each with its version, and who lives at the places at present.
/// </summary>
public sealed record ReferenceDataSet(Catalogue Catalogue, RuleSet Rules, CriteriaSet Criteria)
{
    /// <summary>The residents as each place last reported, by placement id; a place that is not there has not reported.</summary>
    public IReadOnlyDictionary<string, PeerGroup> PeerGroups { get; init; } = FrozenDictionary<string, PeerGroup>.Empty;

    /// <summary>The outcome model whose points are added; null = rules only.</summary>
    public FittedModel? Model { get; init; }

    /// <summary>Loads all three, or refuses with every problem of all of them.</summary>
    /// <exception cref="AggregateException">Holds one <see cref="DataException"/> per document at fault.</exception>
    public static ReferenceDataSet Load(DataDocument catalogue, DataDocument rules, DataDocument criteria)
    {
        var faults = new List<Exception>();
        var loadedCatalogue = Try(() => CatalogueLoader.Load(catalogue), faults);
        var loadedRules = Try(() => RuleSetLoader.Load(rules), faults);
        var loadedCriteria = Try(() => CriteriaLoader.Load(criteria), faults);
        return faults.Count == 0
            ? new ReferenceDataSet(loadedCatalogue!, loadedRules!, loadedCriteria!)
            : throw new AggregateException(faults);
    }

    private static T? Try<T>(Func<T> load, List<Exception> faults)
        where T : class
    {
        try
        {
            return load();
        }
        catch (DataException fault)
        {
            faults.Add(fault);
            return null;
        }
    }
}
