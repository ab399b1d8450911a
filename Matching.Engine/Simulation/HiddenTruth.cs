using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Simulation;

/// <summary>What the hidden truth is like; everything but the first is something the additive model does not believe.</summary>
public enum TruthKind
{
    /// <summary>Drawn from the prior: what the model believes before any data.</summary>
    Prior,

    /// <summary>The same, and things that only matter together, which a sum of terms cannot say.</summary>
    Interaction,

    /// <summary>Places differ far more than believed, and children less.</summary>
    StrongPlace,

    /// <summary>Nothing about child or place matters: there is nothing to gain, and whoever claims a gain is wrong.</summary>
    Flat,
}

/// <summary>
/// What really decides how stays end, unknown to every policy but the oracle: a table of logits by cause, time, bin and place, drawn from
/// the prior or unlike it. It rests on all
/// there is to know of a child, also on what is not known when a place is sought.
/// </summary>
internal sealed class HiddenTruth
{
    /// <summary>Standard deviation of places where they differ more than believed.</summary>
    private const double StrongPlaceWidth = 1.0;

    /// <summary>What is left of everything about the children there.</summary>
    private const double WeakChildren = 0.5;

    /// <summary>A heavy reaction of one to the other, in logits.</summary>
    private const double Together = 0.9;

    private static readonly int Externalising = Position("externalising-behaviour"),
        Absconding = Position("absconding"),
        Unmet = Position("unmet-needs"),
        Wish = Position("child-wish");

    private readonly double[] _baselines;
    private readonly double[][] _time;
    private readonly double[][][] _bins;
    private readonly double[] _places;
    private readonly bool _interacts;

    private HiddenTruth(double[] baselines, double[][] time, double[][][] bins, double[] places, bool interacts) =>
        (_baselines, _time, _bins, _places, _interacts) = (baselines, time, bins, places, interacts);

    /// <summary>A truth.</summary>
    /// <param name="kind">What it is like.</param>
    /// <param name="prior">What is believed; truths are drawn from it, or from around it.</param>
    /// <param name="catalogue">The places.</param>
    /// <param name="draws">Where it comes from.</param>
    public static HiddenTruth Draw(TruthKind kind, HazardPrior prior, Catalogue catalogue, Pcg32 draws)
    {
        var causes = Terms<EndingCause>.All.Count;
        var (causeWidth, placeWidth) = (Math.Abs(draws.Normal()) * prior.CauseWidth, Math.Abs(draws.Normal()) * prior.PlaceWidth);
        if (kind == TruthKind.StrongPlace)
            placeWidth = StrongPlaceWidth;
        var child = kind switch
        {
            TruthKind.Flat => 0,
            TruthKind.StrongPlace => WeakChildren,
            _ => 1,
        };
        var flat = kind == TruthKind.Flat ? 0.0 : 1;
        var baselines = prior.Baselines.Select(belief => Drawn(belief)).ToArray();
        var time = Each(causes, _ => Enumerable.Range(0, TimeGrid.Parts).Select(_ => flat * Drawn(prior.Time)).ToArray());
        var shared = prior.Bins.Select(feature => feature.Select((belief, bin) => bin == 0 ? 0 : Drawn(belief)).ToArray()).ToArray();
        var bins = Each(
            causes,
            _ =>
                shared
                    .Select(feature => feature.Select((term, bin) => bin == 0 ? 0 : child * (term + causeWidth * draws.Normal())).ToArray())
                    .ToArray()
        );
        foreach (var (cause, order) in bins.SelectMany(cause => prior.Orders.Select(order => (cause, order))))
            order.FitIsotonic(cause[order.Feature]);
        return new HiddenTruth(
            baselines,
            time,
            bins,
            [.. catalogue.Placements.Select(_ => flat * placeWidth * draws.Normal())],
            kind == TruthKind.Interaction
        );

        double Drawn(Belief belief) => belief.Mean + belief.Width * draws.Normal();
    }

    /// <summary>The probability that a stay breaks down (the child leaves or the place gives up) within so many days.</summary>
    /// <param name="bins">All there is to know, by <see cref="OutcomeFeature.All"/>.</param>
    /// <param name="placement">The position of the place in the catalogue.</param>
    /// <param name="level">Its level.</param>
    /// <param name="days">How long the stay is watched: to its planned end, at most a year.</param>
    public double BreakdownWithin(int days, byte[] bins, int placement, Level level)
    {
        var (there, brokeDown) = (1.0, 0.0);
        for (var interval = 0; interval * TimeGrid.IntervalDays < days; interval++)
        {
            var watched = Math.Min(1, (double)(days - interval * TimeGrid.IntervalDays) / TimeGrid.IntervalDays);
            var kept =
                (1 - Hazard(EndingCause.ChildLeft, interval, bins, placement, level))
                * (1 - Hazard(EndingCause.PlaceGaveUp, interval, bins, placement, level));
            brokeDown += there * (1 - kept) * watched;
            there *= kept * (1 - Hazard(EndingCause.Escalation, interval, bins, placement, level));
        }
        return brokeDown;
    }

    /// <summary>How a stay goes that is watched for so many days.</summary>
    /// <param name="luck">The child's own, the same at every place it comes to: a place with higher hazards never keeps it longer.</param>
    public (int Days, StayEnding? Ending) Live(StayLuck luck, int days, byte[] bins, int placement, Level level)
    {
        var lived = new double[luck.Limits.Length];
        for (var interval = 0; interval * TimeGrid.IntervalDays + luck.DayOfInterval < days; interval++)
        {
            for (var cause = 0; cause < lived.Length; cause++)
                lived[cause] -= Logit.Log(1 - Hazard((EndingCause)cause, interval, bins, placement, level));
            var (left, gaveUp, escalated) = (
                Reached(EndingCause.ChildLeft),
                Reached(EndingCause.PlaceGaveUp),
                Reached(EndingCause.Escalation)
            );
            if (!left && !gaveUp && !escalated)
                continue;
            var ending =
                left && gaveUp ? StayEnding.BreakdownBoth
                : left ? StayEnding.BreakdownChild
                : gaveUp ? StayEnding.BreakdownPlace
                : StayEnding.Transfer;
            return (interval * TimeGrid.IntervalDays + luck.DayOfInterval, ending);
        }
        return (days, null);

        bool Reached(EndingCause cause) => lived[(int)cause] >= luck.Limits[(int)cause];
    }

    // From the most locked level there is no more locked one to be moved to.
    private double Hazard(EndingCause cause, int interval, byte[] bins, int placement, Level level) =>
        cause == EndingCause.Escalation && level == Level.SpeciallySecured
            ? 0
            : Logit.Probability(LogitOf(cause, interval, bins, placement));

    /// <summary>The logit of a cause's hazard in an interval.</summary>
    internal double LogitOf(EndingCause cause, int interval, byte[] bins, int placement)
    {
        var logit = _baselines[(int)cause] + _time[(int)cause][TimeGrid.PartOf(interval)] + _places[placement];
        for (var feature = 0; feature < bins.Length; feature++)
            logit += _bins[(int)cause][feature][bins[feature]];
        return _interacts ? logit + Interaction(bins) : logit;
    }

    /// <summary>Externalising children react to unmet needs, and those who run to a place they did not want; the others do not.</summary>
    private static double Interaction(byte[] bins) =>
        (
            Is(Externalising, bins, "moderate", "severe")
                ? Is(Unmet, bins, "two", "several")
                    ? Together
                    : -Together / 2
                : 0
        )
        + (
            Is(Absconding, bins, "3-5", "6+")
                ? Is(Wish, bins, "avoid")
                    ? Together
                    : Is(Wish, bins, "prefer")
                        ? -Together
                        : 0
                : 0
        );

    private static bool Is(int feature, byte[] bins, params ReadOnlySpan<string> words) =>
        words.Contains(OutcomeFeature.All[feature].Bins[bins[feature]]);

    private static int Position(string code) =>
        OutcomeFeature.All.Select((feature, index) => (feature.Code, index)).First(pair => pair.Code == code).index;

    private static T[] Each<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];
}

/// <summary>
/// A child's own luck, drawn once and the same under every policy, so that policies differ by what they choose and not by chance.
/// </summary>
/// <param name="Limits">By cause: how much hazard the stay lives through until it ends so; exponential with mean 1.</param>
/// <param name="DayOfInterval">The day of the interval, from 0, on which things happen.</param>
internal sealed record StayLuck(double[] Limits, int DayOfInterval)
{
    public static StayLuck Draw(Pcg32 draws) =>
        new([.. Terms<EndingCause>.All.Select(_ => draws.Waiting())], draws.Below(TimeGrid.IntervalDays));
}
