using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>What must hold of a criteria document beyond each of its parts: nothing missing, nothing twice, nothing unknown.</summary>
internal static class CriteriaChecks
{
    public static void Suspicions(IReadOnlyList<SuspicionMeaning> meanings, int schema, ObjectReader reader)
    {
        foreach (
            var missing in Suspicion.All.Where(suspicion =>
                suspicion.Since <= schema && meanings.All(meaning => meaning.Path != suspicion.Path)
            )
        )
            reader.Fault("suspicions", $"{missing.Path} is missing");
        foreach (var unknown in meanings.Where(meaning => Suspicion.All.All(suspicion => suspicion.Path != meaning.Path)))
            reader.Fault("suspicions", $"{unknown.Path} is not a fact that can be suspected");
        foreach (var twice in meanings.GroupBy(meaning => meaning.Path).Where(same => same.Count() > 1))
            reader.Fault("suspicions", $"{twice.Key} is there twice");
    }

    public static void Groups(IReadOnlyList<DiagnosisGroup> groups, ObjectReader reader)
    {
        if (groups.Count(group => group.Codes.Count == 0) != 1)
            reader.Fault("diagnosisGroups", "exactly one group must have no codes: it takes all others");
        foreach (var twice in groups.SelectMany(group => group.Codes).GroupBy(code => code).Where(same => same.Count() > 1))
            reader.Fault("diagnosisGroups", $"{twice.Key} is in more than one group");
        foreach (var twice in groups.GroupBy(group => group.Name).Where(same => same.Count() > 1))
            reader.Fault("diagnosisGroups", $"{twice.Key} is there twice");
    }

    public static void Facts(IReadOnlyList<FactMeaning> meanings, IReadOnlyList<DiagnosisGroup> groups, int schema, ObjectReader reader)
    {
        foreach (var twice in meanings.GroupBy(meaning => meaning.Path).Where(same => same.Count() > 1))
            reader.Fault("facts", $"{twice.Key} is there twice");
        foreach (var unknown in meanings.Where(meaning => Scoring.Facts.All.All(fact => fact.Path != meaning.Path)))
            reader.Fault("facts", $"{unknown.Path} is not a fact the engine knows");
        foreach (var early in Scoring.Facts.All.Where(fact => fact.Since > schema && meanings.Any(meaning => meaning.Path == fact.Path)))
            reader.Fault("facts", $"{early.Path} needs schema {early.Since}");
        foreach (var fact in Scoring.Facts.All.Where(fact => fact.Since <= schema))
        {
            if (meanings.FirstOrDefault(meaning => meaning.Path == fact.Path) is not { } meaning)
            {
                reader.Fault("facts", $"{fact.Path} is missing");
                continue;
            }
            CheckAnswers(fact, meaning, groups, schema, reader);
        }
    }

    private static void CheckAnswers(
        FactDefinition fact,
        FactMeaning meaning,
        IReadOnlyList<DiagnosisGroup> groups,
        int schema,
        ObjectReader reader
    )
    {
        var answers = fact.Path switch
        {
            "child.diagnoses" => [Scoring.Facts.NoneOf, .. groups.SelectMany(group => new[] { group.Confirmed, group.Suspected })],
            "child.substanceUse" =>
            [
                Scoring.Facts.NoneOf,
                .. Terms<Substance>.AllTexts.SelectMany(substance =>
                    Terms<UsePattern>
                        .AllTexts.Append("unknown")
                        .Append("dependent")
                        .Select(detail => $"{substance}{Scoring.Facts.Detail}{detail}")
                ),
            ],
            _ when schema < CriteriaLoader.CareSince => fact.Answers?.Except(fact.LaterAnswers).ToList(),
            _ => fact.Answers,
        };
        if (answers is null)
        {
            CheckBins(meaning, reader);
            return;
        }
        foreach (var missing in answers.Where(answer => !meaning.Answers.ContainsKey(answer)))
            reader.Fault("facts", $"{fact.Path} lacks the answer {missing}");
        foreach (var unknown in meaning.Answers.Keys.Where(answer => !answers.Contains(answer)))
            reader.Fault("facts", $"{fact.Path} has no answer {unknown}");
    }

    private static void CheckBins(FactMeaning meaning, ObjectReader reader)
    {
        if (!meaning.Answers.Keys.All(Bin.IsBin))
        {
            reader.Fault("facts", $"{meaning.Path} must be answered by ranges such as 0, 1-2 and 10+");
            return;
        }
        var next = 0;
        foreach (var bin in meaning.Answers.Keys.OrderBy(Bin.From))
        {
            if (Bin.From(bin) != next)
                reader.Fault("facts", $"{meaning.Path} must cover every number once; {bin} does not follow on");
            next = (Bin.To(bin) ?? int.MaxValue - 1) + 1;
        }
        if (next != int.MaxValue)
            reader.Fault("facts", $"{meaning.Path} must end with an open range such as 10+");
    }

    public static void Criteria(IReadOnlyList<Criterion> criteria, int schema, ObjectReader reader)
    {
        foreach (
            var missing in CriterionShape.All.Where(shape => shape.Since <= schema && criteria.All(criterion => criterion.Shape != shape))
        )
            reader.Fault("criteria", $"{missing.Code} is missing");
        foreach (var early in criteria.Where(criterion => criterion.Shape.Since > schema))
            reader.Fault("criteria", $"{early.Shape.Code} needs schema {early.Shape.Since}");
        foreach (var twice in criteria.GroupBy(criterion => criterion.Shape.Code).Where(same => same.Count() > 1))
            reader.Fault("criteria", $"{twice.Key} is there twice");
    }
}
