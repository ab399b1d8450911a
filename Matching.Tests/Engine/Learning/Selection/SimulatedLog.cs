using Matching.Engine.Learning;
using Matching.Engine.Learning.Selection;

namespace Matching.Tests.Engine.Learning.Selection;

/// <summary>
/// Choices made with known propensities, with outcomes of known risks: nearness decides most of the choice, and quality the outcome, and
/// the two go together.
/// </summary>
internal static class SimulatedLog
{
    public const int Near = 0,
        Quality = 1;
    private const double NearWeight = 1.2,
        QualityWeight = -0.8;

    public static IReadOnlyList<LoggedChoice> Of(int count, int seed)
    {
        var draws = new Pcg32(seed, 1);
        return [.. Enumerable.Range(0, count).Select(number => Choose(number, draws))];
    }

    /// <summary>The policy asked about: the best quality.</summary>
    public static IReadOnlyList<double> Best(LoggedChoice choice)
    {
        var best = Enumerable.Range(0, choice.Candidates.Count).MaxBy(candidate => choice.Candidates[candidate].Features[Quality]);
        return [.. Enumerable.Range(0, choice.Candidates.Count).Select(candidate => candidate == best ? 1.0 : 0)];
    }

    /// <summary>The true risk.</summary>
    public static double Risk(LoggedChoice choice, int candidate) =>
        1 / (1 + Math.Exp(0.4 + 1.1 * choice.Candidates[candidate].Features[Quality] - 0.5 * choice.Candidates[candidate].Features[Near]));

    /// <summary>What the policy would have come to on average over these children.</summary>
    public static double TruthOf(IReadOnlyList<LoggedChoice> choices) =>
        choices.Average(choice => Best(choice).Select((share, candidate) => share * Risk(choice, candidate)).Sum());

    private static LoggedChoice Choose(int number, Pcg32 draws)
    {
        var candidates = Enumerable
            .Range(0, 2 + draws.Below(4))
            .Select(place => new ChoiceCandidate($"place-{place}", [draws.Share() < 0.4 ? 1 : 0, draws.Normal()]))
            .ToList();
        var pulls = candidates
            .Select(candidate => Math.Exp(NearWeight * candidate.Features[Near] + QualityWeight * candidate.Features[Quality]))
            .ToList();
        var (left, chosen) = (draws.Share() * pulls.Sum(), 0);
        while (chosen < pulls.Count - 1 && left >= pulls[chosen])
            left -= pulls[chosen++];
        var open = new LoggedChoice($"child-{number:D4}", candidates, chosen, null);
        return new LoggedChoice(open.Child, candidates, chosen, draws.Share() < Risk(open, chosen));
    }
}
