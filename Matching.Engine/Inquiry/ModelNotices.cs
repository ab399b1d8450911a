using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Ranking;

namespace Matching.Engine.Inquiry;

/// <summary>Which model was used, how far it reaches, and what it changed.</summary>
internal static class ModelNotices
{
    public static IEnumerable<Notice> Of(CaseRanking ranking, OutcomeScoring outcomes)
    {
        var origin = outcomes.Model.Origin;
        yield return Notice.Of(
            "model-used",
            ("trainer", $"trainer.{origin.Trainer}"),
            ("stays", Reported(origin.Stays)),
            ("children", Reported(origin.Children))
        );
        if (ranking.Places.Length == 0)
            yield break;
        if (Silence(ranking, outcomes) is { Count: > 0 } reasons)
            yield return Notice.Of("model-says-nothing", ("reasons", string.Join(Notice.Listed, reasons)));
        yield return WhatChanged(ranking, outcomes);
    }

    /// <summary>The order that rules alone give: the same places with the same points but for the model's.</summary>
    private static RankedPlacement[] ByRules(CaseRanking ranking, OutcomeScoring outcomes)
    {
        var places = Array.ConvertAll(ranking.Places, place => place with { Score = place.Score - outcomes.PointsAt(place.Placement) });
        CaseRanking.Order(places, ranking.EligibilityAssessment.Catalogue.Index);
        return places;
    }

    private static Notice WhatChanged(CaseRanking ranking, OutcomeScoring outcomes)
    {
        var (byRules, all) = (ByRules(ranking, outcomes), ranking.EligibilityAssessment.Catalogue.Placements);
        var (first, firstByRules) = (ranking.Places[0].Placement, byRules[0].Placement);
        if (first != firstByRules)
            return Notice.Of("model-changed-order", ("first", all[first].Name), ("rules", all[firstByRules].Name));
        var isSame = ranking.Places.Zip(byRules).All(pair => pair.First.Placement == pair.Second.Placement);
        return Notice.Of(isSame ? "model-changed-nothing" : "model-changed-below", ("first", all[first].Name));
    }

    /// <summary>Why the model abstains, where it does so at every place.</summary>
    private static List<string> Silence(CaseRanking ranking, OutcomeScoring outcomes)
    {
        var reasons = new List<string>();
        foreach (var place in ranking.Places)
        {
            if (outcomes.AbstainsAt(place.Placement) is not { } reason)
                return [];
            if ($"abstained.{Terms<AbstentionReason>.Text(reason)}" is var key && !reasons.Contains(key))
                reasons.Add(key);
        }
        return reasons;
    }

    private static string Reported(int? count) => count is { } known ? $"{known}" : "count.too-few-to-tell";
}
