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
    /// <summary>
    /// The bound of the search, in sets tried for one level and one group of needs. Sixteen services and five needs stay far below it.
    /// </summary>
    public const int MostTried = 20_000;

    private readonly CaseRanking _ranking;
    private readonly CareService[] _services;
    private readonly byte _least;
    private readonly Dictionary<(Level, int), IReadOnlyList<CareService[]>> _sets = [];
    private readonly Dictionary<Level, CareService[]> _usable = [];

    /// <summary>The services of some statuses for the child of a ranking.</summary>
    public ServiceCoverSearch(CaseRanking ranking, params ReadOnlySpan<ServiceStatus> statuses)
    {
        _ranking = ranking;
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
    public int CoverableAt(Level level, int needs) => UsableAt(level).Aggregate(0, (covered, service) => covered | Covers(service)) & needs;

    /// <summary>
    /// Every set of services that meets the needs and has none to spare, the smallest first; empty when there is none. Larger sets are
    /// found after all
    /// smaller ones, so a search that ends at its bound has lost only the largest.
    /// </summary>
    public IReadOnlyList<CareService[]> SetsFor(Level level, int needs)
    {
        if (!_sets.TryGetValue((level, needs), out var sets))
            _sets[(level, needs)] = sets = Search(UsableAt(level), needs);
        return sets;
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

    private CareService[] UsableAt(Level level)
    {
        if (!_usable.TryGetValue(level, out var usable))
            _usable[level] = usable = [
                .. _services.Where(service => service.CanBeAdded(level, _ranking.EligibilityAssessment.Context.AgeYears)),
            ];
        return usable;
    }

    /// <summary>The strong needs at a place that only help for a time would meet: it can bridge, and covers none of them.</summary>
    public int BridgedAt(Level level, int open) =>
        _ranking.EligibilityAssessment.Context.Care is null
            ? 0
            : UsableAt(level).Where(service => service.IsForATime).Aggregate(0, (bridged, service) => bridged | Meets(service)) & open;

    /// <summary>What the law allows for a time only covers no strong need alone; criteria of before version 1.1 let it.</summary>
    private int Covers(CareService service) =>
        service.IsForATime && _ranking.EligibilityAssessment.Context.Care is not null ? 0 : Meets(service);

    private int Meets(CareService service)
    {
        var covered = 0;
        foreach (var (need, fact) in service.Provides)
        {
            if ((byte)fact.Value >= _least)
                covered |= 1 << (int)need;
        }
        return covered & StrongNeeds;
    }

    private List<CareService[]> Search(CareService[] usable, int needs)
    {
        var services = Array.FindAll(usable, service => (Covers(service) & needs) != 0);
        var covers = Array.ConvertAll(services, service => Covers(service) & needs);
        var (found, tried) = (new List<CareService[]>(), 0);
        if (covers.Aggregate(0, (all, one) => all | one) != needs)
            return found;
        var chosen = new int[services.Length];
        for (var size = 1; size <= Math.Min(services.Length, BitOperations.PopCount((uint)needs)) && tried < MostTried; size++)
            Choose(0, 0, size);
        Complete &= tried < MostTried;
        return found;

        void Choose(int from, int count, int size)
        {
            if (count == size)
            {
                tried++;
                if (MeetsAllWithNoneToSpare(chosen.AsSpan(0, size), covers, needs))
                    found.Add([.. chosen.Take(size).Select(position => services[position])]);
                return;
            }
            for (var position = from; position <= services.Length - (size - count) && tried < MostTried; position++)
            {
                chosen[count] = position;
                Choose(position + 1, count + 1, size);
            }
        }
    }

    private static bool MeetsAllWithNoneToSpare(ReadOnlySpan<int> chosen, int[] covers, int needs)
    {
        for (var without = -1; without < chosen.Length; without++)
        {
            var covered = 0;
            for (var i = 0; i < chosen.Length; i++)
                covered |= i == without ? 0 : covers[chosen[i]];
            if (covered == needs != (without < 0))
                return false;
        }
        return true;
    }
}
