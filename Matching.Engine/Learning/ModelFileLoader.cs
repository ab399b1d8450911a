using System.Collections.Frozen;
using System.Text.Json;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Learning;

/// <summary>Reads an outcome model from its document, or refuses it with every problem listed.</summary>
public static class ModelFileLoader
{
    private const double WidestLogit = 50;
    private const int MostPoints = 100,
        MostCases = 100_000;

    // mlnet-gam made models of earlier versions, which stay readable.
    private static readonly string[] Trainers = ["prior", "additive", "mlnet-logistic", "mlnet-gam"];

    /// <summary>Reads a model.</summary>
    /// <exception cref="DataException">Anything is wrong; names every problem with file and path.</exception>
    public static FittedModel Load(DataDocument document)
    {
        var problems = new Problems();
        if (document.Files.Count != 1 || ObjectReader.Open(document.Files[0].Content, document.Files[0].Name, problems) is not { } reader)
            throw new DataException("The model", ["must be one document, an object"]);
        reader.Require("schema").Integer("schema", ModelFile.Schema, ModelFile.Schema);
        reader.Text("about");
        var origin = Part(reader, "origin", ReadOrigin);
        var use = Part(reader, "use", ReadUse);
        var causes = Part(reader, "causes", part => Terms<EndingCause>.AllTexts.Select(cause => Part(part, cause, ReadCause)).ToArray());
        var bins = Part(
            reader,
            "children",
            part => OutcomeFeature.All.Select(feature => Part(part, feature.Code, inner => ReadCounts(inner, feature))).ToArray()
        );
        var places = Part(
            reader,
            "places",
            part =>
                part.Names()
                    .Select(id => (Id: id, Place: Part(part, id, ReadPlace)))
                    .OrderBy(pair => pair.Id, StringComparer.Ordinal)
                    .ToArray()
        );
        var unseen = Number(reader, "unseenPlaceWidth", 0, WidestLogit);
        var similar = Part(reader, "similar", ReadSimilar);
        var lower = ReadCovariance(reader, places?.Length ?? 0);
        reader.Close();
        DataException.ThrowIfAny("The model", problems);

        var covariance = new CellCovariance(lower!, places!.Length);
        var effects = places.ToFrozenDictionary(pair => pair.Id, pair => pair.Place!.Logit, StringComparer.Ordinal);
        var support = new ModelSupport(
            [.. bins!.Select(counts => (IReadOnlyList<int>)counts!)],
            places.ToDictionary(pair => pair.Id, pair => pair.Place!.Children, StringComparer.Ordinal),
            similar!
        );
        CheckDeviations(causes!, places, covariance, document.Files[0].Name, problems);
        DataException.ThrowIfAny("The model", problems);
        return new FittedModel(
            document.Version,
            origin!,
            Tables(causes!, cell => cell.Logit, effects),
            Tables(causes!, cell => cell.Prior, FrozenDictionary<string, double>.Empty),
            covariance,
            unseen,
            support,
            use!
        );
    }

    private static OutcomeModel Tables(
        ReadOnlySpan<ReadCauseTable?> causes,
        Func<Cell, double> value,
        FrozenDictionary<string, double> places
    )
    {
        var (baselines, time, bins) = (
            new List<double>(),
            new List<IReadOnlyList<double>>(),
            new List<IReadOnlyList<IReadOnlyList<double>>>()
        );
        foreach (var cause in causes)
        {
            baselines.Add(value(cause!.Baseline));
            time.Add([.. cause.Time.Select(value)]);
            bins.Add([.. cause.Features.Select(feature => (IReadOnlyList<double>)[0.0, .. feature.Select(value)])]);
        }
        return new OutcomeModel(baselines, time, bins, places);
    }

    // A deviation is reported for people; it must be the one the covariance gives.
    private static void CheckDeviations(
        ReadCauseTable?[] causes,
        (string Id, PlaceCell? Place)[] places,
        CellCovariance covariance,
        string file,
        Problems problems
    )
    {
        const double rounding = 1e-3;
        for (var cause = 0; cause < causes.Length; cause++)
        {
            var cells = new List<Cell> { causes[cause]!.Baseline };
            cells.AddRange(causes[cause]!.Time);
            cells.AddRange(causes[cause]!.Features.SelectMany(feature => feature));
            for (var column = 0; column < cells.Count; column++)
            {
                if (Off(cells[column].Deviation, HazardLayout.CellOf(cause, column)))
                    problems.Add(
                        $"{file}.covariance",
                        $"does not give the deviation of cell {column} of {Terms<EndingCause>.AllTexts[cause]}"
                    );
            }
        }
        for (var place = 0; place < places.Length; place++)
        {
            if (Off(places[place].Place!.Deviation, HazardLayout.CellOfPlace(place)))
                problems.Add($"{file}.covariance", $"does not give the deviation of {places[place].Id}");
        }

        bool Off(double deviation, int cell) => Math.Abs(deviation * deviation - covariance.Of(cell, cell)) > rounding;
    }

    private static ModelOrigin ReadOrigin(ObjectReader reader)
    {
        var trainer = reader.Require("trainer").Text("trainer", 40) ?? "";
        if (!Trainers.Contains(trainer))
            reader.Fault("trainer", $"must be one of: {string.Join(", ", Trainers)}");
        return new ModelOrigin(
            trainer,
            reader.Require("seed").Integer("seed", 0, int.MaxValue) ?? 0,
            reader.Text("data", 64),
            reader.Require("prior").Text("prior", 64) ?? "",
            reader.Integer("stays", ModelSupport.LeastChildren, int.MaxValue),
            reader.Integer("children", ModelSupport.LeastChildren, int.MaxValue),
            reader.Integer("breakdowns", ModelSupport.LeastChildren, int.MaxValue),
            reader.Date("firstStart"),
            reader.Date("lastStart")
        );
    }

    private static ModelUse ReadUse(ObjectReader reader) =>
        new(
            reader.Require("pointsPerLogit").Integer("pointsPerLogit", 0, MostPoints) ?? 0,
            reader.Require("leastSimilarCases").Integer("leastSimilarCases", ModelSupport.LeastChildren, MostCases) ?? 0,
            reader.Require("mostUnseenFacts").Integer("mostUnseenFacts", 0, OutcomeFeature.All.Count) ?? 0
        );

    private static ReadCauseTable ReadCause(ObjectReader reader) =>
        new(
            Part(reader, "baseline", ReadCell) ?? Cell.None,
            [.. Filled(reader.Require("time").ObjectList("time", ReadCell) ?? [], reader)],
            [
                .. (
                    Part(
                        reader,
                        "features",
                        part =>
                            OutcomeFeature
                                .All.Select(feature =>
                                    Part(
                                        part,
                                        feature.Code,
                                        inner => feature.Bins.Skip(1).Select(bin => Part(inner, bin, ReadCell) ?? Cell.None).ToArray()
                                    ) ?? []
                                )
                                .ToArray()
                    ) ?? []
                ),
            ]
        );

    private static IReadOnlyList<Cell> Filled(IReadOnlyList<Cell> parts, ObjectReader reader)
    {
        if (parts.Count != TimeGrid.Parts)
            reader.Fault("time", $"must have {TimeGrid.Parts} parts");
        return parts;
    }

    private static Cell ReadCell(ObjectReader reader)
    {
        var cell = new Cell(
            Number(reader, "prior", -WidestLogit, WidestLogit),
            Number(reader, "logit", -WidestLogit, WidestLogit),
            Number(reader, "deviation", 0, WidestLogit)
        );
        reader.Close();
        return cell;
    }

    private static PlaceCell ReadPlace(ObjectReader reader) =>
        new(
            reader.Integer("children", ModelSupport.LeastChildren, MostCases) ?? ModelSupport.Suppressed,
            Number(reader, "logit", -WidestLogit, WidestLogit),
            Number(reader, "deviation", 0, WidestLogit)
        );

    private static int[] ReadCounts(ObjectReader reader, OutcomeFeature feature) =>
        [.. feature.Bins.Select(bin => reader.Integer(bin, ModelSupport.LeastChildren, MostCases) ?? ModelSupport.Suppressed)];

    private static SortedDictionary<Level, IReadOnlyList<int>> ReadSimilar(ObjectReader reader)
    {
        var similar = new SortedDictionary<Level, IReadOnlyList<int>>();
        foreach (var level in Terms<Level>.All.Where(level => reader.Has(Terms<Level>.Text(level))))
            similar[level] = Part(reader, Terms<Level>.Text(level), part => ReadCounts(part, OutcomeFeature.Age)) ?? [];
        return similar;
    }

    private static double[]? ReadCovariance(ObjectReader reader, int places)
    {
        var cells = new HazardLayout(places).Cells;
        if (reader.Require("covariance").Raw("covariance") is not { ValueKind: JsonValueKind.Array } rows || rows.GetArrayLength() != cells)
        {
            reader.Fault("covariance", $"must be {cells} rows, the lower triangle");
            return null;
        }
        var lower = new List<double>(cells * (cells + 1) / 2);
        foreach (var (row, number) in rows.EnumerateArray().Select((row, number) => (row, number)))
        {
            if (
                row.ValueKind != JsonValueKind.Array
                || row.GetArrayLength() != number + 1
                || row.EnumerateArray().Any(value => value.ValueKind != JsonValueKind.Number)
            )
            {
                reader.Fault($"covariance[{number}]", $"must be {number + 1} numbers");
                return null;
            }
            lower.AddRange(row.EnumerateArray().Select(value => value.GetDouble()));
        }
        return [.. lower];
    }

    private static double Number(ObjectReader reader, string field, double least, double most)
    {
        if (reader.Require(field).Raw(field) is not { } value)
            return least;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most)
            return number;
        reader.Fault(field, $"must be a number from {least} to {most}");
        return least;
    }

    private static T? Part<T>(ObjectReader reader, string field, Func<ObjectReader, T> read)
        where T : class
    {
        if (reader.Require(field).Object(field) is not { } part)
            return null;
        var value = read(part);
        part.Close();
        return value;
    }

    private sealed record Cell(double Prior, double Logit, double Deviation)
    {
        public static readonly Cell None = new(0, 0, 0);
    }

    private sealed record PlaceCell(int Children, double Logit, double Deviation);

    private sealed record ReadCauseTable(Cell Baseline, IReadOnlyList<Cell> Time, IReadOnlyList<IReadOnlyList<Cell>> Features);
}
