using System.Globalization;
using System.Text;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Parsing;

namespace Matching.Engine.Learning.Reporting;

/// <summary>
/// The card of a model, made from what it is and what was found: what it is for, what it was made from, how it did, by whom it may not be
/// used and why.
/// </summary>
public static class ModelCard
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string Name = "card.md";

    private const int MostMoved = 15;

    /// <summary>The card as Markdown.</summary>
    public static string Write(FittedModel model, ModelEvaluation evaluation)
    {
        var card = new StringBuilder();
        Line($"# Outcome model {MarkdownText.Of(model.Version)}");
        Line("");
        Line("Generated. Figures stand with an interval of 90 %; counts under five children are not told.");
        Line("");
        Line("## What it is for");
        Line("");
        Line(
            "Beside the rules, it compares places *within one ladder level* by the risk that a stay breaks down within a year: the "
                + "child leaves or will not stay, or the place gives up."
        );
        Line(
            "People decide; it never excludes a place, never compares levels (a lock prevents a breakdown without helping the "
                + "child), and says nothing about stays that a court decides."
        );
        Line(
            "It is not for judging children, families or places, for deciding about support, or for children under conditions it has "
                + "not seen; there it abstains."
        );
        Line("");
        Line("## What it was made from");
        Line("");
        Line($"- Trainer: {MarkdownText.Of(model.Origin.Trainer)}, seed {model.Origin.Seed}");
        Line($"- Data: {MarkdownText.Of(model.Origin.Data ?? "none: this is what the literature believes, and it claims nothing local")}");
        Line($"- Prior: {MarkdownText.Of(model.Origin.PriorVersion)} (data/priors.json, each belief with its source)");
        Line(
            $"- Stays: {Count(model.Origin.Stays)}; children: {Count(model.Origin.Children)}; breakdowns: "
                + $"{Count(model.Origin.Breakdowns)}; first and last start: {Date(model.Origin.FirstStart)}, {Date(model.Origin.LastStart)}"
        );
        Line(
            $"- It speaks where at least {model.Use.LeastSimilarCases} children of the same age were seen at the same level, and at "
                + $"most {model.Use.MostUnseenFacts} known facts were seen in fewer than {ModelSupport.LeastChildren} children."
        );
        Line(
            "- Never looked at: ethnic origin, district, the team's own earlier choice. Sex and protected attributes are used in "
                + "audits only."
        );
        Line("");
        WriteGates(card, evaluation.Gates);
        WriteMeasures(card, evaluation);
        WriteGroups(card, evaluation.Groups);
        WriteMovement(card, model);
        Line("## Limits");
        Line("");
        Line("- Which place a child got was chosen, so differences between places are in part differences between children.");
        Line(
            "- Some eighteen stays a year reach the locked levels of the city: small differences cannot be told, and the intervals say so."
        );
        Line("- The risk is that of a stay that goes on; stays that end as planned are not followed further.");
        Line("- Effects taken from the literature are halved for publication bias and come from other countries and other children.");
        return card.ToString();

        void Line(string text) => card.Append(text).Append('\n');
    }

    private static void WriteGates(StringBuilder card, IReadOnlyList<GateFinding> gates)
    {
        card.Append("## Gates\n\nA gate that cannot be assessed is not passed.\n\n| gate | passed | rests on |\n|---|---|---|\n");
        foreach (var gate in gates)
        {
            var values = gate.Values.Select(value => $"{MarkdownText.Of(value.Name)} {Number(value.Value)}");
            card.Append(
                $"| {MarkdownText.Of(gate.Code)} | {gate.Passed switch { true => "yes", false => "no", null => "cannot be assessed" }} | "
                    + $"{string.Join("; ", values)} |\n"
            );
        }
        card.Append('\n');
    }

    private static void WriteMeasures(StringBuilder card, ModelEvaluation evaluation)
    {
        card.Append("## How it did\n\n");
        var check = evaluation.PriorCheck;
        card.Append(
            $"Breakdowns seen: {Count(check.Seen)}; the prior expected {Number(check.Expected)} of these stays (90 %: {check.Low} to "
                + $"{check.High}).\n\n"
        );
        if (!evaluation.Parted)
        {
            card.Append("There are too few breakdowns or children to judge on children it was not trained on. Nothing is claimed.\n\n");
            return;
        }
        card.Append("On children it was not trained on:\n\n");
        Table(card, evaluation.Rivals);
        if (evaluation.Later.Count > 0)
        {
            card.Append("Trained on the earlier stays, judged on the later:\n\n");
            Table(card, evaluation.Later);
        }
    }

    private static void Table(StringBuilder card, IReadOnlyList<Rival> rivals)
    {
        card.Append(
            "| | log loss | Brier | scaled Brier | slope | seen - foretold | c-index | net benefit at 30 % | model better by (log "
                + "loss) |\n|---|---|---|---|---|---|---|---|---|\n"
        );
        foreach (var rival in rivals)
        {
            var m = rival.Measures;
            card.Append(
                $"| {MarkdownText.Of(rival.Name)} | {Reported(m.LogLoss)} | {Reported(m.Brier)} | {Reported(m.ScaledBrier)} | "
                    + $"{Reported(m.CalibrationSlope)} | {Reported(m.CalibrationInTheLarge)} | {Reported(m.Concordance)} | "
                    + $"{Reported(m.BenefitAt(Measures.ReportedThreshold))} | {Reported(rival.Better)} |\n"
            );
        }
        card.Append('\n');
    }

    private static void WriteGroups(StringBuilder card, IReadOnlyList<GroupFinding> groups)
    {
        if (groups.Count == 0)
            return;
        card.Append(
            "## By group\n\nBreakdowns per stay, over the time each was watched.\n\n| kind | group | children | seen | foretold | "
                + "seen - foretold |\n|---|---|---|---|---|---|\n"
        );
        foreach (var group in groups)
            card.Append(
                $"| {MarkdownText.Of(group.Kind)} | {MarkdownText.Of(group.Name)} | {Number(group.Children)} | {Number(group.Seen)} | {Number(group.Foretold)} | "
                    + $"{Reported(group.Gap)} |\n"
            );
        card.Append('\n');
    }

    /// <summary>How far the data moved each term: those they moved most, in the prior's own deviations of logits.</summary>
    private static void WriteMovement(StringBuilder card, FittedModel model)
    {
        card.Append("## How far the data moved it\n\n");
        var moved = Moved(model)
            .Where(term => Math.Abs(term.Logit - term.Prior) >= 0.0005)
            .OrderByDescending(term => Math.Abs(term.Logit - term.Prior))
            .ThenBy(term => term.Name, StringComparer.Ordinal)
            .ToList();
        if (moved.Count == 0)
        {
            card.Append("Not at all: there were none, or too few.\n\n");
            return;
        }
        card.Append(
            $"The {Math.Min(MostMoved, moved.Count)} terms that moved most, of {moved.Count}; all stand in model.json.\n\n| cause | "
                + $"term | prior | now | deviation |\n|---|---|---|---|---|\n"
        );
        foreach (var term in moved.Take(MostMoved))
            card.Append(
                $"| {term.Cause} | {MarkdownText.Of(term.Name)} | {Number(term.Prior)} | {Number(term.Logit)} | {Number(term.Deviation)} |\n"
            );
        card.Append('\n');
    }

    private static IEnumerable<(string Cause, string Name, double Prior, double Logit, double Deviation)> Moved(FittedModel model)
    {
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            var word = Terms<EndingCause>.AllTexts[cause];
            yield return (
                word,
                "baseline",
                model.Prior.Baselines[cause],
                model.Tables.Baselines[cause],
                Deviation(HazardLayout.CellOf(cause, 0))
            );
            for (var part = 0; part < TimeGrid.Parts; part++)
                yield return (
                    word,
                    $"from interval {TimeGrid.FirstOf(part)}",
                    model.Prior.Time[cause][part],
                    model.Tables.Time[cause][part],
                    Deviation(HazardLayout.CellOf(cause, 1 + part))
                );
            for (var feature = 0; feature < OutcomeFeature.All.Count; feature++)
            {
                for (var bin = 1; bin < OutcomeFeature.All[feature].Bins.Count; bin++)
                {
                    yield return (
                        word,
                        $"{OutcomeFeature.All[feature].Code}: {OutcomeFeature.All[feature].Bins[bin]}",
                        model.Prior.Bins[cause][feature][bin],
                        model.Tables.Bins[cause][feature][bin],
                        Deviation(HazardLayout.CellOf(cause, HazardLayout.ColumnOf(feature, (byte)bin)))
                    );
                }
            }
        }
        foreach (var (id, index) in model.Tables.Places.Keys.Order(StringComparer.Ordinal).Select((id, index) => (id, index)))
            yield return ("all", $"place: {id}", 0, model.Tables.Places[id], Deviation(HazardLayout.CellOfPlace(index)));

        double Deviation(int cell) => Logit.Root(Math.Max(0, model.Covariance.Of(cell, cell)));
    }

    private static string Reported(Figure? figure) =>
        figure is null ? "cannot be told"
        : figure is { Low: { } low, High: { } high } ? $"{Number(figure.Value)} ({Number(low)} to {Number(high)})"
        : Number(figure.Value);

    private static string Count(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "fewer than five";

    private static string Date(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "not told";

    private static string Number(double? value) =>
        value is { } number && double.IsFinite(number) ? Rounding.Of(number, 3).ToString(CultureInfo.InvariantCulture) : "not told";
}
