namespace Matching.Engine.Learning;

/// <summary>
/// What something adds to the logit of a breakdown and how sure that is, both in millionths of a logit: whole numbers, for scores rest on
/// them.
/// </summary>
internal readonly record struct OutcomeEffect(int Logit, int Deviation)
{
    /// <summary>Whether it is a place's own, learnt from stays there.</summary>
    public bool IsOwn { get; init; }

    private const double LogitParts = 1_000_000;

    public static OutcomeEffect Of((double Logit, double Variance) effect) =>
        new(Rounded(effect.Logit), Rounded(Learning.Logit.Root(effect.Variance)));

    private static int Rounded(double logit) => (int)Math.Round(logit * LogitParts, MidpointRounding.AwayFromZero);
}
