namespace Matching.Engine.Learning.Selection;

/// <summary>Choices as flat numbers: the features of every candidate, choice after choice.</summary>
internal sealed class ChoiceTable
{
    private readonly int[] _candidates;

    public ChoiceTable(IReadOnlyList<LoggedChoice> choices)
    {
        Width = choices.Count == 0 ? 0 : choices[0].Candidates[0].Features.Count;
        if (choices.Any(choice => choice.Candidates[0].Features.Count != Width))
            throw new ArgumentException("Every choice must have the same features.", nameof(choices));
        Features = [.. choices.Select(choice => choice.Candidates.SelectMany(candidate => candidate.Features).ToArray())];
        Chosen = [.. choices.Select(choice => choice.Chosen)];
        _candidates = [.. choices.Select(choice => choice.Candidates.Count)];
    }

    /// <summary>How many features a candidate has.</summary>
    public int Width { get; }

    /// <summary>By choice: the features of its candidates, one after the other.</summary>
    public double[][] Features { get; }

    /// <summary>By choice: the position of the chosen candidate.</summary>
    public int[] Chosen { get; }

    public int CandidatesOf(int choice) => _candidates[choice];
}
