namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>The regressions of all causes.</summary>
/// <param name="Rows">What they were fitted to.</param>
/// <param name="Design">Their columns.</param>
/// <param name="ByCause">Their weights.</param>
internal sealed record LogisticHazards(IReadOnlyList<HazardRow> Rows, LogisticDesign Design, IReadOnlyList<LogisticWeights> ByCause)
{
    /// <summary>As the tables of a model.</summary>
    public OutcomeModel Tables
    {
        get
        {
            var cells = new double[new HazardLayout(0).Cells];
            for (var cause = 0; cause < HazardLayout.Causes; cause++)
                Design.CellsOf(ByCause[cause]).CopyTo(cells, HazardLayout.CellOf(cause, 0));
            return OutcomeModel.Of(cells, []);
        }
    }

    /// <summary>Fits each cause that enough children ended by.</summary>
    public static LogisticHazards Of(IReadOnlyList<ObservedStay> stays, ModelSupport support, CancellationToken cancellation)
    {
        var rows = HazardRows.Of(stays, support).Rows;
        var design = LogisticDesign.Of(rows, support);
        var byCause = new LogisticWeights[HazardLayout.Causes];
        for (var cause = 0; cause < byCause.Length; cause++)
        {
            cancellation.ThrowIfCancellationRequested();
            byCause[cause] = IsLearned(stays, (EndingCause)cause)
                ? LogisticFit.Of(rows, design, (EndingCause)cause, cancellation).Weights
                : LogisticWeights.OfFew(rows.Sum(row => row.Intervals), design.Width);
        }
        return new LogisticHazards(rows, design, byCause);
    }

    /// <summary>Whether enough children ended by a cause to learn from.</summary>
    public static bool IsLearned(IReadOnlyList<ObservedStay> stays, EndingCause cause) =>
        stays.Where(stay => Ended(stay, cause)).Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count()
        >= ModelSupport.LeastChildren;

    private static bool Ended(ObservedStay stay, EndingCause cause) =>
        cause switch
        {
            EndingCause.ChildLeft => stay.ChildLeft,
            EndingCause.PlaceGaveUp => stay.PlaceGaveUp,
            _ => stay.Escalated,
        };
}
