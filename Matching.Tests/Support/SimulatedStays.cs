using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Tests.Support;

/// <summary>Stays that come out as a known truth has it: a child each, answers drawn evenly, everything dated and reported as the gates ask.</summary>
public static class SimulatedStays
{
    public static readonly HazardPrior Prior = HazardPriorLoader.Load(TestKnowledge.Document("priors.json"));
    public static readonly LearningSettings Settings = LearningSettingsLoader.Load(TestKnowledge.Document("learning.json"));

    private static readonly DateOnly FirstStart = new(2020, 1, 1);
    private static readonly Sex[] Sexes = [Sex.Female, Sex.Male];

    /// <summary>A truth: what the prior expects, unless something is changed.</summary>
    public static OutcomeModel Truth { get; } = AdditiveTrainer.Fit(Set([]), Prior, Settings.Use, 0).Tables;

    /// <summary>Stays of so many children.</summary>
    /// <param name="count">How many.</param>
    /// <param name="truth">What rules how they end.</param>
    /// <param name="seed">Of what is drawn.</param>
    /// <param name="places">How many places they stay at.</param>
    public static IReadOnlyList<ObservedStay> Of(int count, OutcomeModel truth, int seed, int places = 10)
    {
        var draws = new Draws(seed, 77);
        var stays = new List<ObservedStay>(count);
        for (var i = 0; i < count; i++)
        {
            var bins = OutcomeFeature.All.Select(feature => (byte)draws.Below(feature.Bins.Count)).ToArray();
            bins[^1] = (byte)OutcomeFeature.All[^1].Position("open-residential");
            var start = FirstStart.AddDays(draws.Below(1800));
            var stay = new ObservedStay($"child-{i:00000}", $"place-{draws.Below(places):00}", Level.OpenResidential, start, bins, 0, null, null)
            {
                FactsAsOf = start,
                Sex = Sexes[draws.Below(Sexes.Length)],
            };
            stays.Add(Ended(stay, truth, draws));
        }
        return stays;
    }

    /// <summary>A training set of stays, with one protected attribute that has to do with nothing.</summary>
    public static TrainingSet Set(IReadOnlyList<ObservedStay> stays) => new(
        "test", stays, stays.Select((stay, index) => (stay.Child, index)).DistinctBy(pair => pair.Child).ToDictionary(
            pair => pair.Child, pair => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["origin"] = pair.index % 3 == 0 ? "other" : "danish" }, StringComparer.Ordinal));

    private static ObservedStay Ended(ObservedStay stay, OutcomeModel truth, Draws draws)
    {
        // A quarter is watched for less than a year and a half.
        var watched = draws.Below(4) == 0 ? 1 + draws.Below(17) : 18;
        for (var interval = 0; interval < watched; interval++)
        {
            var (left, gaveUp, escalated) = (Happens(EndingCause.ChildLeft), Happens(EndingCause.PlaceGaveUp), Happens(EndingCause.Escalation));
            var days = interval * TimeGrid.IntervalDays + draws.Below(TimeGrid.IntervalDays);
            if (left || gaveUp)
            {
                return stay with
                {
                    Days = days,
                    Ending = left && gaveUp ? StayEnding.BreakdownBoth : left ? StayEnding.BreakdownChild : StayEnding.BreakdownPlace,
                    ReportedBy = EndingReporter.Place,
                };
            }
            if (escalated)
                return stay with { Days = days, Ending = StayEnding.Transfer, MovedTo = Level.Secure, ReportedBy = EndingReporter.Team };

            bool Happens(EndingCause cause) => draws.Share() < Probability(truth.LogitOf(cause, interval, stay.Bins, stay.PlacementId));
        }
        return stay with { Days = watched * TimeGrid.IntervalDays };
    }

    private static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));
}
