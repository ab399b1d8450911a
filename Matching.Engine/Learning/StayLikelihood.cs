namespace Matching.Engine.Learning;

/// <summary>How well a model's tables reported what happened in a stay.</summary>
public static class StayLikelihood
{
    /// <summary>The natural logarithm of the probability that the model gave to what was seen of a stay, interval by interval.</summary>
    public static double Log(OutcomeModel model, ObservedStay stay)
    {
        var (survived, endedIn) = TimeGrid.Watched(stay.Days, stay.BrokeDown || stay.Escalated);
        var sum = 0.0;
        for (var part = 0; part < TimeGrid.Parts; part++)
        {
            if (TimeGrid.Within(part, survived) is var intervals and > 0)
                sum -= intervals * None(TimeGrid.FirstOf(part));
        }
        if (endedIn is not { } last)
            return sum;
        if (stay is { ChildLeft: true, PlaceGaveUp: true })
        {
            var none = Softplus(EndingCause.ChildLeft, last) + Softplus(EndingCause.PlaceGaveUp, last);
            return sum + Logit.Log(1 - Logit.Exp(-none)) - Softplus(EndingCause.Escalation, last);
        }
        var cause =
            stay.ChildLeft ? EndingCause.ChildLeft
            : stay.PlaceGaveUp ? EndingCause.PlaceGaveUp
            : EndingCause.Escalation;
        return sum + model.LogitOf(cause, last, stay.Bins, stay.PlacementId) - None(last);

        double Softplus(EndingCause of, int interval) => Logit.Softplus(model.LogitOf(of, interval, stay.Bins, stay.PlacementId));
        double None(int interval) =>
            Softplus(EndingCause.ChildLeft, interval)
            + Softplus(EndingCause.PlaceGaveUp, interval)
            + Softplus(EndingCause.Escalation, interval);
    }
}
