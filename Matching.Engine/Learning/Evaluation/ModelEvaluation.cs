namespace Matching.Engine.Learning.Evaluation;

/// <summary>What an evaluation found. Counts under five children are not in it.</summary>
/// <param name="Stays">How many; null for fewer than five children.</param>
/// <param name="Children">How many; null for fewer than five.</param>
/// <param name="Breakdowns">Stays that broke down; null where they were of fewer than five children, or of all but fewer.</param>
/// <param name="Parted">Whether there were breakdowns enough to judge on children that were not trained on.</param>
/// <param name="Rivals">The model and what it is held against; on children not trained on where <paramref name="Parted"/>, else
/// empty.</param>
/// <param name="Later">The same, trained on the earlier stays and judged on the later ones; empty where either is too few.</param>
/// <param name="Curve">Calibration.</param>
/// <param name="Groups">By group.</param>
/// <param name="PriorCheck">How what was seen compares with what the prior expects.</param>
/// <param name="Learning">Log loss by number of children trained on.</param>
/// <param name="Gates">What release asks for.</param>
public sealed record ModelEvaluation(
    int? Stays,
    int? Children,
    int? Breakdowns,
    bool Parted,
    IReadOnlyList<Rival> Rivals,
    IReadOnlyList<Rival> Later,
    IReadOnlyList<CurvePoint> Curve,
    IReadOnlyList<GroupFinding> Groups,
    PriorCheck PriorCheck,
    IReadOnlyList<(int Children, double LogLoss)> Learning,
    IReadOnlyList<GateFinding> Gates
)
{
    /// <summary>Whether every gate is passed.</summary>
    public bool Passed => Gates.All(gate => gate.Passed == true);
}

/// <summary>A way to foretell, and how it did.</summary>
/// <param name="Name"><c>model</c>, <c>prior</c>, <c>base-rate</c>, <c>logistic</c> or <c>champion</c>.</param>
/// <param name="Better">The model's gain in log loss over this one per stay; null for the model itself.</param>
public sealed record Rival(string Name, Measures Measures, Figure? Better);

/// <summary>How forecasts did in a group.</summary>
/// <param name="Kind">What the groups are of, as <c>sex</c> or <c>age</c>.</param>
/// <param name="Name">The group.</param>
/// <param name="Children">How many; null where it would say how many few others are.</param>
/// <param name="Seen">Breakdowns per stay while they were watched; null where it would say of too few children.</param>
/// <param name="Foretold">Breakdowns per stay predicted of the time they were watched.</param>
/// <param name="Gap">Seen minus predicted; null where seen is.</param>
public sealed record GroupFinding(string Kind, string Name, int? Children, double? Seen, double? Foretold, Figure? Gap);

/// <summary>Breakdowns seen against what the prior expects of the same stays, watched as long.</summary>
/// <param name="Seen">Null for fewer than five children, or all but fewer.</param>
/// <param name="Expected">Mean over draws of the prior.</param>
/// <param name="Low">Lower end of ninety percent of the draws.</param>
/// <param name="High">Upper end.</param>
public sealed record PriorCheck(int? Seen, double Expected, int Low, int High);

/// <summary>A gate.</summary>
/// <param name="Code">Which.</param>
/// <param name="Passed">Null where it cannot be assessed, which counts as not passed.</param>
/// <param name="Values">What it rests on, by name.</param>
public sealed record GateFinding(string Code, bool? Passed, IReadOnlyList<(string Name, double? Value)> Values);
