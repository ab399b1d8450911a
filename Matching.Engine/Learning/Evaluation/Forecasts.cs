namespace Matching.Engine.Learning.Evaluation;

/// <summary>What was predicted of each stay, in the order of the stays.</summary>
/// <param name="Risk">Of a breakdown within a year.</param>
/// <param name="LogLikelihood">Of what was seen of the stay.</param>
/// <param name="Foretold">Breakdowns predicted of the time it was watched.</param>
internal sealed record Forecasts(double[] Risk, double[] LogLikelihood, double[] Foretold)
{
    /// <summary>What one model predicts of all.</summary>
    public static Forecasts Of(OutcomeModel model, IReadOnlyList<ObservedStay> stays)
    {
        var forecasts = new Forecasts(new double[stays.Count], new double[stays.Count], new double[stays.Count]);
        forecasts.Fill(model, stays, Enumerable.Range(0, stays.Count));
        return forecasts;
    }

    /// <summary>Each stay predicted by a model that did not see the child.</summary>
    public static Forecasts OutOfFold(Func<IReadOnlyList<ObservedStay>, OutcomeModel> train, IReadOnlyList<ObservedStay> stays, Folds folds)
    {
        var forecasts = new Forecasts(new double[stays.Count], new double[stays.Count], new double[stays.Count]);
        for (var fold = 0; fold < folds.Count; fold++)
            forecasts.Fill(train(folds.Without(fold, stays)), stays, folds.In(fold));
        return forecasts;
    }

    private void Fill(OutcomeModel model, IReadOnlyList<ObservedStay> stays, IEnumerable<int> which)
    {
        foreach (var i in which)
        {
            Risk[i] = model.BreakdownWithinYear(stays[i].Bins, stays[i].PlacementId);
            LogLikelihood[i] = StayLikelihood.Log(model, stays[i]);
            Foretold[i] = model.ForetoldOf(stays[i]);
        }
    }
}
