using Matching.Engine.Parsing;

namespace Matching.Engine.Learning.Evaluation;

/// <summary>
/// How forecasts did by sex, age, strong need, place, level and protected attribute. Groups of fewer than five children are left out.
/// </summary>
internal static class GroupFindings
{
    /// <summary>The kinds that a child cannot be treated differently for; protected attributes come beside them.</summary>
    public const string Sex = "sex",
        Age = "age",
        Need = "need",
        Place = "place",
        Level = "level",
        Protected = "protected:";

    public static IReadOnlyList<GroupFinding> Of(TrainingSet data, Forecasts forecasts, Resamples resamples)
    {
        var groups = new SortedDictionary<(string Kind, string Name), List<int>>();
        for (var stay = 0; stay < data.Stays.Count; stay++)
        {
            foreach (var key in KeysOf(data, data.Stays[stay]))
            {
                if (!groups.TryGetValue(key, out var members))
                    groups[key] = members = [];
                members.Add(stay);
            }
        }
        return
        [
            .. groups.Where(group => Children(group.Value) >= ModelSupport.LeastChildren).Select(group => Finding(group.Key, group.Value)),
        ];

        GroupFinding Finding((string Kind, string Name) key, List<int> members)
        {
            var isMember = new double[data.Stays.Count];
            foreach (var stay in members)
                isMember[stay] = 1;
            var foretold = members.Average(stay => forecasts.Foretold[stay]);
            // That few of a group broke down, or all but few, says of each of them.
            if (
                Children([.. members.Where(stay => data.Stays[stay].BrokeDown)]) < ModelSupport.LeastChildren
                || Children([.. members.Where(stay => !data.Stays[stay].BrokeDown)]) < ModelSupport.LeastChildren
            )
                return new GroupFinding(key.Kind, key.Name, Children(members), null, foretold, null);
            var gap = resamples.Figure(
                sample => Measures.Gap(data.Stays, forecasts, [.. sample.Zip(isMember, (one, two) => one * two)]),
                Enumerable.Repeat(1.0, isMember.Length).ToArray()
            );
            return new GroupFinding(
                key.Kind,
                key.Name,
                Children(members),
                members.Average(stay => data.Stays[stay].BrokeDown ? 1.0 : 0.0),
                foretold,
                gap
            );
        }

        int Children(List<int> members) => members.Select(stay => data.Stays[stay].Child).Distinct(StringComparer.Ordinal).Count();
    }

    private static IEnumerable<(string, string)> KeysOf(TrainingSet data, ObservedStay stay)
    {
        yield return (Age, OutcomeFeature.Age.Bins[stay.Bins[OutcomeFeature.AgeIndex]]);
        yield return (Level, Terms<Placements.Level>.Text(stay.Level));
        yield return (Place, stay.PlacementId);
        if (stay.Sex is { } sex)
            yield return (Sex, Terms<Profiles.Sex>.Text(sex));
        foreach (var need in stay.StrongNeeds)
            yield return (Need, Terms<Profiles.Need>.Text(need));
        if (data.ProtectedByChild.TryGetValue(stay.Child, out var attributes))
        {
            foreach (var (name, value) in attributes)
                yield return (Protected + name, value);
        }
    }
}
