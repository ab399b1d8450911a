namespace Matching.Engine.Learning.Evaluation;

/// <summary>
/// How many of some stays the prior expects to break down while they are watched, with everything it is unsure about drawn.
/// </summary>
internal static class PriorExpectation
{
    public static PriorCheck Of(HazardPrior prior, IReadOnlyList<ObservedStay> stays, int draws, Pcg32 numbers)
    {
        var totals = new int[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            var model = Drawn(prior, stays, numbers);
            foreach (var stay in stays)
                totals[draw] += Breakdowns(model, stay, numbers);
        }
        var ordered = totals.Order().ToArray();
        return new PriorCheck(
            SheetCount.Among(stays, stay => stay.BrokeDown).Stays,
            totals.Average(),
            ordered[(int)(0.05 * (draws - 1))],
            ordered[(int)Math.Ceiling(0.95 * (draws - 1))]
        );
    }

    /// <summary>A truth as the prior believes it could be.</summary>
    public static OutcomeModel Drawn(HazardPrior prior, IReadOnlyList<ObservedStay> stays, Pcg32 numbers)
    {
        var places = stays.Select(stay => stay.PlacementId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var cells = new double[new HazardLayout(places.Length).Cells];
        var (causeWidth, placeWidth) = (Math.Abs(numbers.Normal()) * prior.CauseWidth, Math.Abs(numbers.Normal()) * prior.PlaceWidth);
        for (var column = 0; column < HazardLayout.Columns; column++)
        {
            var (feature, bin) = HazardLayout.BinAt(column);
            var shared = feature < 0 ? 0 : DrawnFrom(prior.Bins[feature][bin]);
            for (var cause = 0; cause < HazardLayout.Causes; cause++)
            {
                cells[HazardLayout.CellOf(cause, column)] =
                    feature >= 0 ? shared + causeWidth * numbers.Normal() : DrawnFrom(column == 0 ? prior.Baselines[cause] : prior.Time);
            }
        }
        var tables = OutcomeModel.Of(cells, []);
        foreach (var order in prior.Orders)
        {
            for (var cause = 0; cause < HazardLayout.Causes; cause++)
            {
                var bins = tables.Bins[cause][order.Feature].ToArray();
                order.FitIsotonic(bins);
                foreach (var bin in order.Bins)
                    cells[HazardLayout.CellOf(cause, HazardLayout.ColumnOf(order.Feature, (byte)bin))] = bins[bin];
            }
        }
        for (var place = 0; place < places.Length; place++)
            cells[HazardLayout.CellOfPlace(place)] = placeWidth * numbers.Normal();
        return OutcomeModel.Of(cells, places);

        double DrawnFrom(Belief belief) => belief.Mean + belief.Width * numbers.Normal();
    }

    // Drawn again in every interval the stay was at risk in, regardless of what was drawn before: were the stay given up at the first, only
    // what came earlier than it did would count, and too few would be expected.
    private static int Breakdowns(OutcomeModel model, ObservedStay stay, Pcg32 numbers)
    {
        var (survived, endedIn) = TimeGrid.Watched(stay.Days, stay.BrokeDown || stay.Escalated);
        var count = 0;
        for (var interval = 0; interval < survived + (endedIn is null ? 0 : 1); interval++)
        {
            count += Happens(EndingCause.ChildLeft) | Happens(EndingCause.PlaceGaveUp) ? 1 : 0;

            bool Happens(EndingCause cause) =>
                numbers.Share() < Logit.Probability(model.LogitOf(cause, interval, stay.Bins, stay.PlacementId));
        }
        return count;
    }
}
