using System.Collections.Frozen;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Tests.Support;

/// <summary>
/// Outcome models: one that the real trainer made of made-up stays, and one written by hand, whose numbers a person can follow.
/// </summary>
public static class TestModel
{
    private const int Stays = 2_500,
        PlacesOfSituations = 8;
    private static readonly ModelUse Use = new(PointsPerLogit: 10, LeastSimilarCases: 5, MostUnseenFacts: 3);
    private static readonly Lazy<byte[]> TrainedFile = new(Train);
    private static readonly Lazy<FittedModel> Loaded = new(() => Read(TrainedFile.Value));
    private static readonly Lazy<FittedModel> ByHand = new(() => Read(HandmadeFile("nexus", -0.6)));

    /// <summary>
    /// Trained on stays at every place of the shipped catalogue and of situations, at every level and age, so that it speaks of all of
    /// them.
    /// </summary>
    public static FittedModel Trained => Loaded.Value;

    /// <summary>Its file.</summary>
    public static byte[] TrainedBytes => TrainedFile.Value;

    /// <summary>
    /// Written by hand: each need left unmet adds a quarter of a logit, a wish takes or adds a fifth, Nexus is better than expected. Forty
    /// children of every age were seen at every level.
    /// </summary>
    public static FittedModel Handmade => ByHand.Value;

    /// <summary>A model written by hand in which one place has an effect of its own.</summary>
    public static byte[] HandmadeFile(string placementId, double effect)
    {
        const int children = 40;
        var layout = new HazardLayout(places: 1);
        var cells = new double[layout.Cells];
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            cells[HazardLayout.CellOf(cause, 0)] = -4;
            foreach (
                var (feature, bin, logit) in new[]
                {
                    ("unmet-needs", "one", 0.25),
                    ("unmet-needs", "two", 0.5),
                    ("unmet-needs", "several", 0.75),
                    ("child-wish", "prefer", -0.2),
                    ("child-wish", "avoid", 0.2),
                }
            )
                cells[HazardLayout.CellOf(cause, ColumnOf(feature, bin))] = logit;
        }
        var prior = OutcomeModel.Of((double[])cells.Clone(), []);
        cells[HazardLayout.CellOfPlace(0)] = effect;
        var lower = new double[layout.Cells * (layout.Cells + 1) / 2];
        for (var cell = 0; cell < layout.Cells; cell++)
            lower[cell * (cell + 1) / 2 + cell] = 0.01;
        var support = new ModelSupport(
            [.. OutcomeFeature.All.Select(feature => (IReadOnlyList<int>)[.. feature.Bins.Select(_ => children)])],
            new Dictionary<string, int> { [placementId] = children },
            Terms<Level>.All.ToDictionary(level => level, _ => (IReadOnlyList<int>)[.. OutcomeFeature.Age.Bins.Select(_ => children)])
        );
        return ModelFile.Write(
            new ModelOrigin(
                AdditiveTrainer.Name,
                1,
                "made-up",
                "made-up",
                90,
                80,
                30,
                new DateOnly(2022, 1, 1),
                new DateOnly(2025, 12, 31)
            ),
            OutcomeModel.Of(cells, [placementId]),
            prior,
            new CellCovariance(lower, places: 1),
            0.3,
            support,
            Use
        );
    }

    /// <summary>A model's file read.</summary>
    public static FittedModel Read(byte[] file) => ModelFileLoader.Load(DataDocument.FromFiles([(ModelFile.Name, file)]));

    /// <summary>The model with other effects of places.</summary>
    public static FittedModel WithPlaces(this FittedModel model, Func<string, double, double> change) =>
        model with
        {
            Tables = model.Tables with
            {
                Places = model.Tables.Places.ToFrozenDictionary(
                    place => place.Key,
                    place => change(place.Key, place.Value),
                    StringComparer.Ordinal
                ),
            },
        };

    /// <summary>The model with other logits of a feature's bins.</summary>
    public static FittedModel WithBins(this FittedModel model, string feature, Func<int, double, double> change) =>
        model with
        {
            Tables = model.Tables with
            {
                Bins =
                [
                    .. model.Tables.Bins.Select(cause =>
                        (IReadOnlyList<IReadOnlyList<double>>)
                            [
                                .. cause.Select(
                                    (bins, number) =>
                                        OutcomeFeature.All[number].Code == feature
                                            ? (IReadOnlyList<double>)[.. bins.Select((logit, bin) => bin == 0 ? 0 : change(bin, logit))]
                                            : bins
                                ),
                            ]
                    ),
                ],
            },
        };

    private static int ColumnOf(string code, string bin)
    {
        var feature = OutcomeFeature.All.TakeWhile(one => one.Code != code).Count();
        return HazardLayout.ColumnOf(feature, (byte)OutcomeFeature.All[feature].Position(bin));
    }

    private static byte[] Train()
    {
        var prior = HazardPriorLoader.Load(TestReferenceData.Document("priors.json"));
        var untrained = AdditiveTrainer.Fit(Set([]), prior, Use, 1).Tables;
        string[] places =
        [
            .. TestReferenceData.Shipped.Catalogue.Placements.Select(place => place.Id),
            .. Enumerable.Range(0, PlacesOfSituations).Select(number => $"place-{number}"),
        ];
        var draws = new Pcg32(1);
        return AdditiveTrainer.Train(
            Set([.. Enumerable.Range(0, Stays).Select(number => Stay(number, places, untrained, draws))]),
            prior,
            Use,
            1
        );
    }

    private static TrainingSet Set(IReadOnlyList<ObservedStay> stays) =>
        new("made-up", stays, new Dictionary<string, IReadOnlyDictionary<string, string>>());

    /// <summary>
    /// A stay of anyone anywhere: every other place is much better or worse than the tables have it, so that places differ.
    /// </summary>
    private static ObservedStay Stay(int number, string[] places, OutcomeModel tables, Pcg32 draws)
    {
        var bins = OutcomeFeature.All.Select(feature => (byte)draws.Below(feature.Bins.Count)).ToArray();
        var place = draws.Below(places.Length);
        Level[] levels = [.. Terms<Level>.All.Where(one => !one.IsLater())];
        var level = levels[draws.Below(levels.Length)];
        bins[^1] = (byte)OutcomeFeature.All[^1].Position(Terms<Level>.Text(level));
        bins[OutcomeFeature.AgeIndex] = (byte)(1 + draws.Below(OutcomeFeature.Age.Bins.Count - 1));
        var better = place % 2 == 0 ? 0.7 : -0.7;
        var (days, ending) = (TimeGrid.YearIntervals * TimeGrid.IntervalDays, (StayEnding?)null);
        for (var interval = 0; interval < TimeGrid.YearIntervals && ending is null; interval++)
        {
            var left = Happens(EndingCause.ChildLeft, interval);
            var gaveUp = Happens(EndingCause.PlaceGaveUp, interval);
            if (left || gaveUp)
                (days, ending) = (
                    interval * TimeGrid.IntervalDays + 15,
                    left && gaveUp ? StayEnding.BreakdownBoth
                    : left ? StayEnding.BreakdownChild
                    : StayEnding.BreakdownPlace
                );
        }
        return new ObservedStay($"child-{number}", places[place], level, new DateOnly(2024, 1, 1), bins, days, ending, null);

        bool Happens(EndingCause cause, int interval) =>
            draws.Share() < Logit.Probability(tables.LogitOf(cause, interval, bins, places[place]) + better);
    }
}
