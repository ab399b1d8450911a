using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Engine.Learning;

/// <summary>Reads the prior from its document, or refuses it with every problem listed.</summary>
public static class HazardPriorLoader
{
    private const int Schema = 1;
    private const double Widest = 10;
    private const int MostLetters = 64;

    /// <summary>Reads the prior.</summary>
    /// <exception cref="DataException">Anything is wrong; names every problem with file and path.</exception>
    public static HazardPrior Load(DataDocument document)
    {
        var problems = new Problems();
        if (document.Files.Count != 1 || ObjectReader.Open(document.Files[0].Content, document.Files[0].Name, problems) is not { } reader)
            throw new DataException("The prior", ["must be one document, an object"]);
        reader.Require("schema").Integer("schema", Schema, Schema);
        reader.Text("about");
        var yearly = Number(reader, "breakdownWithinTwelveMonths", 0.001, 0.999);
        var width = Number(reader, "baselineWidth", 0.01, Widest);
        var shares =
            Part(reader, "causes", part => Terms<EndingCause>.AllTexts.Select(cause => Number(part, cause, 0.001, 1)).ToArray()) ?? [];
        var source = reader.Require("source").Text("source") ?? "";
        reader.Require("verified").Boolean("verified");
        var time = Part(reader, "time", ReadBelief) ?? new Belief(0, 1, "");
        var plain = Part(reader, "bin", ReadBelief) ?? new Belief(0, 1, "");
        var bins = ReadBins(reader, plain);
        var orders = ReadOrders(reader, bins);
        var (causeWidth, placeWidth) = (Number(reader, "causeWidth", 0.01, Widest), Number(reader, "placeWidth", 0.01, Widest));
        reader.Close();
        DataException.ThrowIfAny("The prior", problems);
        return new HazardPrior(
            document.Version,
            [.. shares.Select(share => new Belief(BaselineOf(yearly, share), width, source))],
            time,
            bins,
            causeWidth,
            placeWidth
        )
        {
            Orders = orders,
        };
    }

    /// <summary>
    /// The logit of the hazard in an interval that, kept up for a year, is a cause's share of the breakdowns within a year. Shares are of
    /// the cumulated hazard, so that the
    /// causes together give the whole.
    /// </summary>
    private static double BaselineOf(double withinYear, double share) =>
        Logit.Of(1 - Logit.Power(1 - withinYear, share * TimeGrid.IntervalDays / TimeGrid.YearDays));

    private static List<IReadOnlyList<Belief>> ReadBins(ObjectReader reader, Belief plain)
    {
        var beliefs = OutcomeFeature
            .All.Select(feature => feature.Bins.Select((_, bin) => bin == 0 ? new Belief(0, 0, "") : plain).ToArray())
            .ToArray();
        Part(
            reader,
            "features",
            features =>
            {
                foreach (var name in features.Names())
                {
                    var feature = OutcomeFeature.All.ToList().FindIndex(one => one.Code == name);
                    if (feature < 0)
                    {
                        features.Fault(JsonText.Shown(name), "is not a feature the engine knows");
                        continue;
                    }
                    Part(features, name, part => ReadFeature(part, OutcomeFeature.All[feature], beliefs[feature]));
                }
                return features;
            }
        );
        return [.. beliefs];
    }

    /// <summary>Bins along which hazards never fall. What is believed must not fall either.</summary>
    private static List<BinOrder> ReadOrders(ObjectReader reader, List<IReadOnlyList<Belief>> beliefs)
    {
        var orders = new List<BinOrder>();
        Part(
            reader,
            "neverFalling",
            part =>
            {
                foreach (var name in part.Names())
                {
                    var feature = OutcomeFeature.All.ToList().FindIndex(one => one.Code == name);
                    if (feature < 0)
                    {
                        part.Fault(JsonText.Shown(name), "is not a feature the engine knows");
                        continue;
                    }
                    var words = part.TextList(name, MostLetters) ?? [];
                    var bins = words.Select(word => OutcomeFeature.All[feature].Position(word)).ToList();
                    if (bins.Count < 2 || bins.Exists(bin => bin <= 0) || bins.Distinct().Count() < bins.Count)
                        part.Fault(
                            name,
                            $"must list two or more of: {string.Join(", ", OutcomeFeature.All[feature].Bins.Skip(1))}, each once"
                        );
                    else if (bins.Zip(bins.Skip(1)).Any(pair => beliefs[feature][pair.First].Mean > beliefs[feature][pair.Second].Mean))
                        part.Fault(name, "is an order in which the means of features fall");
                    else
                        orders.Add(new BinOrder(feature, bins));
                }
                return part;
            }
        );
        return orders;
    }

    private static ObjectReader ReadFeature(ObjectReader reader, OutcomeFeature feature, Belief[] beliefs)
    {
        foreach (var bin in reader.Names())
        {
            if (feature.Position(bin) is var position && position <= 0)
                reader.Fault(JsonText.Shown(bin), $"must be one of: {string.Join(", ", feature.Bins.Skip(1))}");
            else
                beliefs[position] = Part(reader, bin, ReadBelief) ?? beliefs[position];
        }
        return reader;
    }

    private static Belief ReadBelief(ObjectReader reader)
    {
        var belief = new Belief(
            Number(reader, "mean", -Widest, Widest),
            Number(reader, "width", 0.01, Widest),
            reader.Require("source").Text("source") ?? ""
        );
        reader.Text("note");
        return belief;
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
}
