namespace Matching.Engine.Eligibility;

/// <summary>A gate's answer for one place: passed, or the conditions to be met and refusals it found.</summary>
public readonly struct GateResult
{
    private readonly Condition? _one;
    private readonly Condition[]? _many;

    private GateResult(Condition? one, Condition[]? many) => (_one, _many) = (one, many);

    /// <summary>Nothing stands in the way.</summary>
    public static GateResult Passed => default;

    /// <summary>One thing stands in the way.</summary>
    public static implicit operator GateResult(Condition? condition) => new(condition, null);

    /// <summary>Several things may stand in the way.</summary>
    public static implicit operator GateResult(Condition[] conditions) => new(null, conditions);

    /// <summary>Adds the findings to a list; true when one of them refuses.</summary>
    internal bool AddTo(List<Condition> findings)
    {
        var refused = false;
        if (_one is not null)
        {
            findings.Add(_one);
            refused = _one.Refuses;
        }
        foreach (var condition in _many ?? [])
        {
            findings.Add(condition);
            refused |= condition.Refuses;
        }
        return refused;
    }

    /// <summary>Whether one of the findings refuses.</summary>
    internal bool Refuses => _one is { Refuses: true } || (_many is not null && Array.Exists(_many, condition => condition.Refuses));

    /// <summary>The findings.</summary>
    public IReadOnlyList<Condition> Findings => _one is not null ? [_one] : _many ?? [];
}
