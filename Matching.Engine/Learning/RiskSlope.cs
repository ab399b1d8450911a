namespace Matching.Engine.Learning;

/// <summary>A breakdown's probability within a year, and how its logit bends with the logit of each cause in each part of time.</summary>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="ByPart">By cause, then part of time: change of the risk's logit for one logit of the hazard there.</param>
internal sealed record RiskSlope(double Probability, IReadOnlyList<double[]> ByPart)
{
    /// <summary>By cause: for one logit of its hazard at all times.</summary>
    public IReadOnlyList<double> ByCause { get; } = [.. ByPart.Select(parts => parts.Sum())];

    public static RiskSlope Of(OutcomeModel model, byte[] bins, string placementId)
    {
        const int intervals = TimeGrid.YearIntervals;
        Span<double> there = stackalloc double[intervals + 1],
            kept = stackalloc double[intervals];
        Span<double> left = stackalloc double[intervals],
            gaveUp = stackalloc double[intervals],
            escalated = stackalloc double[intervals];
        there[0] = 1;
        var brokeDown = 0.0;
        for (var interval = 0; interval < intervals; interval++)
        {
            left[interval] = Hazard(EndingCause.ChildLeft, interval);
            gaveUp[interval] = Hazard(EndingCause.PlaceGaveUp, interval);
            escalated[interval] = Hazard(EndingCause.Escalation, interval);
            var share = TimeGrid.ShareOfYear(interval);
            kept[interval] = Logit.Power((1 - left[interval]) * (1 - gaveUp[interval]), share);
            brokeDown += there[interval] * (1 - kept[interval]);
            there[interval + 1] = there[interval] * kept[interval] * Logit.Power(1 - escalated[interval], share);
        }

        var byPart = Enumerable.Range(0, HazardLayout.Causes).Select(_ => new double[TimeGrid.Parts]).ToArray();
        var scale = 1 / (brokeDown * (1 - brokeDown));
        var later = 0.0; // What breaks down after the interval.
        for (var interval = intervals - 1; interval >= 0; interval--)
        {
            var part = TimeGrid.PartOf(interval);
            var (survives, weight) = (there[interval] * kept[interval], scale * TimeGrid.ShareOfYear(interval));
            byPart[(int)EndingCause.ChildLeft][part] += weight * left[interval] * (survives - later);
            byPart[(int)EndingCause.PlaceGaveUp][part] += weight * gaveUp[interval] * (survives - later);
            byPart[(int)EndingCause.Escalation][part] -= weight * escalated[interval] * later;
            later += there[interval] * (1 - kept[interval]);
        }
        return new RiskSlope(brokeDown, byPart);

        double Hazard(EndingCause cause, int interval) => Logit.Probability(model.LogitOf(cause, interval, bins, placementId));
    }

    /// <summary>The cells the risk rests on, each with what one of its logits does to the risk's.</summary>
    public (int Cell, double Factor)[] Cells(byte[] bins, int place)
    {
        var cells = new List<(int, double)>(HazardLayout.Causes * (1 + TimeGrid.Parts + bins.Length) + 1);
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            cells.Add((HazardLayout.CellOf(cause, 0), ByCause[cause]));
            for (var part = 0; part < TimeGrid.Parts; part++)
            {
                if (ByPart[cause][part] != 0)
                    cells.Add((HazardLayout.CellOf(cause, 1 + part), ByPart[cause][part]));
            }
            for (var feature = 0; feature < bins.Length; feature++)
            {
                if (bins[feature] != 0)
                    cells.Add((HazardLayout.CellOf(cause, HazardLayout.ColumnOf(feature, bins[feature])), ByCause[cause]));
            }
        }
        if (place >= 0)
            cells.Add((HazardLayout.CellOfPlace(place), ByCause.Sum()));
        return [.. cells];
    }
}
