using Matching.Engine.Parsing;

namespace Matching.Engine.Learning.Evaluation;

/// <summary>
/// How forecasts did by sex, age, strong need, place, level and protected attribute. Groups of fewer than five children are left out. The
/// gates
/// look at all that is left; what may be reported of it is less.
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

    public static IReadOnlyList<JudgedGroup> Of(TrainingSet data, Forecasts forecasts, Resamples resamples)
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
        var sheet = SheetRows(data);
        return
        [
            .. groups.Where(group => Children(group.Value) >= ModelSupport.LeastChildren).Select(group => Judged(group.Key, group.Value)),
        ];

        JudgedGroup Judged((string Kind, string Name) key, List<int> members)
        {
            var isMember = new double[data.Stays.Count];
            foreach (var stay in members)
                isMember[stay] = 1;
            var (children, gap) = (Children(members), Measures.Gap(data.Stays, forecasts, isMember)!.Value);
            var foretold = members.Average(stay => forecasts.Foretold[stay]);

            // That few of a group broke down, or all but few, says of each of them; so does what the others of its table leave over.
            var row = sheet.GetValueOrDefault(key);
            var isReported =
                SheetCount.Among([.. members.Select(stay => data.Stays[stay])], stay => stay.BrokeDown).IsReported
                && row?.Breakdowns is not { IsReported: false };
            return new JudgedGroup(
                children,
                gap,
                new GroupFinding(
                    key.Kind,
                    key.Name,
                    row?.Count is { IsReported: false } ? null : children,
                    isReported ? members.Average(stay => data.Stays[stay].BrokeDown ? 1.0 : 0.0) : null,
                    foretold,
                    isReported ? WithInterval(isMember) : null
                )
            );
        }

        Figure? WithInterval(double[] isMember) =>
            resamples.Figure(
                sample => Measures.Gap(data.Stays, forecasts, [.. sample.Zip(isMember, (one, two) => one * two)]),
                Enumerable.Repeat(1.0, isMember.Length).ToArray()
            );

        int Children(List<int> members) => members.Select(stay => data.Stays[stay].Child).Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>
    /// What the data sheet of the same stays says of each group: figures of both must give nothing away when they are put together.
    /// </summary>
    private static Dictionary<(string Kind, string Name), SheetRow> SheetRows(TrainingSet data)
    {
        var rows = new Dictionary<(string, string), SheetRow>();
        foreach (var table in DataSheet.Of(data, new LeftOutStays(0, 0, 0, 0)).Tables)
        {
            var kind = table.Subject switch
            {
                SheetSubject.Sex => Sex,
                SheetSubject.Age => Age,
                SheetSubject.Place => Place,
                SheetSubject.Level => Level,
                SheetSubject.Protected => Protected + table.Name,
                _ => null,
            };
            if (kind is null)
                continue;
            foreach (var row in table.Rows)
                rows[(kind, row.Word)] = row;
        }
        return rows;
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

/// <summary>A group as the gates see it, and as it is reported.</summary>
/// <param name="Children">How many.</param>
/// <param name="Gap">Seen minus predicted breakdowns per stay, also where it may not be reported.</param>
/// <param name="Told">What may be reported of it.</param>
internal sealed record JudgedGroup(int Children, double Gap, GroupFinding Told)
{
    /// <summary>What the group is one of.</summary>
    public string Kind => Told.Kind;
}
