using System.Numerics;
using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;

namespace Matching.Engine.Inquiry;

/// <summary>
/// The services one child could be given, and the smallest sets of them that fill what a place leaves open. Only the level of a place and
/// the needs it leaves
/// open matter to the sets, so places that share both share the search: it is made once for a whole catalogue.
/// </summary>
/// <remarks>Needs are bits: bit n stands for need n. Only strong needs are asked about.</remarks>
internal sealed class ServiceCoverSearch
{
    /// <summary>The bound of all searches of one question together, in steps of work.</summary>
    public const long MostWork = 3_000_000;

    private readonly CaseRanking _ranking;
    private readonly WorkBudget _budget;
    private readonly CareService[] _services;
    private readonly byte _least;
    private readonly Dictionary<(Level, int), IReadOnlyList<CareService[]>> _sets = [];
    private readonly Dictionary<(Level, int), IReadOnlyList<CareService[]>> _bestSets = [];
    private readonly Dictionary<Level, Usable> _usable = [];

    /// <summary>The services of some statuses for the child of a ranking.</summary>
    public ServiceCoverSearch(CaseRanking ranking, CancellationToken cancellation, params ReadOnlySpan<ServiceStatus> statuses)
    {
        (_ranking, _budget) = (ranking, new WorkBudget(MostWork, cancellation));
        var wanted = statuses.ToArray();
        _services =
        [
            .. ranking.EligibilityAssessment.Catalogue.Services.Where(service =>
                wanted.Contains(service.Status) && service.Requires.All(need => ranking.Needs.Strengths[(int)need] != NeedStrength.None)
            ),
        ];
        _least = (byte)ranking.Criteria.LeastMet[(int)NeedStrength.Strong];
        StrongNeeds = Enumerable
            .Range(0, Needs.Count)
            .Where(need => ranking.Needs.Strengths[need] == NeedStrength.Strong)
            .Aggregate(0, (bits, need) => bits | 1 << need);
    }

    /// <summary>The child's strong needs.</summary>
    public int StrongNeeds { get; }

    /// <summary>False once a search ended at its bound.</summary>
    public bool Complete { get; private set; } = true;

    /// <summary>The strong needs that a place is not known to meet.</summary>
    public int OpenAt(int placement)
    {
        var (index, open) = (_ranking.EligibilityAssessment.Catalogue.Index, 0);
        for (var rest = StrongNeeds; rest != 0; rest &= rest - 1)
        {
            var need = BitOperations.TrailingZeroCount(rest);
            var capability = index.Capability[need * index.Count + placement];
            if (capability == PlacementIndex.UnknownCapability || capability < _least)
                open |= 1 << need;
        }
        return open;
    }

    /// <summary>Of some needs, those that at least one service at the level meets.</summary>
    public int CoverableAt(Level level, int needs) => UsableAt(level).CoveredByAll & needs;

    /// <summary>
    /// Every set of services that meets the needs and has none to spare, the smallest first; empty when there is none. A search that ends
    /// at its bound has one set at least.
    /// </summary>
    public IReadOnlyList<CareService[]> SetsFor(Level level, int needs)
    {
        if (!_sets.TryGetValue((level, needs), out var sets))
            _sets[(level, needs)] = sets = Search(UsableAt(level), needs);
        return sets;
    }

    /// <summary>Of the sets for the needs, those with the least help that is there for a time, and of these the ones with the fewest
    /// services.</summary>
    public IReadOnlyList<CareService[]> BestSetsFor(Level level, int needs)
    {
        if (!_bestSets.TryGetValue((level, needs), out var best))
        {
            var sets = SetsFor(level, needs);
            var least = sets.Min(KeyOf);
            _bestSets[(level, needs)] = best = [.. sets.Where(set => KeyOf(set) == least)];
        }
        return best;

        static (int, int) KeyOf(CareService[] set) => (set.Count(service => service.IsForATime), set.Length);
    }

    /// <summary>The needs behind the bits.</summary>
    public static IReadOnlyList<Need> Named(int needs) =>
        [.. Enumerable.Range(0, Needs.Count).Where(need => (needs & 1 << need) != 0).Select(need => (Need)need)];

    /// <summary>What the services ask for.</summary>
    public static IReadOnlyList<Condition> ConditionsOf(IEnumerable<CareService> services, RuleSet rules) =>
        [.. services.SelectMany(service => service.Conditions.Select(condition => Asked(service, condition, rules)))];

    private static Condition Asked(CareService service, ServiceCondition condition, RuleSet rules)
    {
        List<(string, string)> values = [("service", $"service.{service.Id}")];
        if (rules.Limits.FirstOrDefault(limit => limit.Code == condition.Limit) is { } limit)
            values.Add((limit.Unit, $"{limit.Value}"));
        return Condition.Of(condition.Code, false, condition.Source, condition.Verified, [], [.. values]);
    }

    private Usable UsableAt(Level level)
    {
        if (!_usable.TryGetValue(level, out var usable))
        {
            var services = Array.FindAll(_services, service => service.CanBeAdded(level, _ranking.EligibilityAssessment.Context.AgeYears));
            _usable[level] = usable = new Usable(services, Array.ConvertAll(services, Covers));
        }
        return usable;
    }

    /// <summary>The strong needs at a place that only help for a time would meet: it can bridge, and covers none of them.</summary>
    public int BridgedAt(Level level, int open) =>
        _ranking.EligibilityAssessment.Context.Care is null
            ? 0
            : UsableAt(level).Services.Where(service => service.IsForATime).Aggregate(0, (bridged, service) => bridged | Meets(service))
                & open;

    /// <summary>What the law allows for a time only covers no strong need alone; criteria of before version 1.1 let it.</summary>
    private int Covers(CareService service) =>
        service.IsForATime && _ranking.EligibilityAssessment.Context.Care is not null ? 0 : Meets(service);

    private int Meets(CareService service)
    {
        var covered = 0;
        for (var need = 0; need < Needs.Count; need++)
            covered |= (byte)service.Strengths[need] >= _least ? 1 << need : 0;
        return covered & StrongNeeds;
    }

    private IReadOnlyList<CareService[]> Search(Usable usable, int needs)
    {
        var positions = Enumerable.Range(0, usable.Services.Length).Where(position => (usable.Covers[position] & needs) != 0).ToArray();
        var (sets, complete) = SetCover.Of(Array.ConvertAll(positions, position => usable.Covers[position] & needs), needs, _budget);
        Complete &= complete;
        return [.. sets.Select(set => Array.ConvertAll(set, chosen => usable.Services[positions[chosen]]))];
    }

    /// <param name="Services">The services that can be added at a level, in order of id.</param>
    /// <param name="Covers">The strong needs that each of them meets.</param>
    private sealed record Usable(CareService[] Services, int[] Covers)
    {
        public int CoveredByAll { get; } = Covers.Aggregate(0, (all, one) => all | one);
    }
}
