using System.Collections.Immutable;

namespace Matching.Api.Models;

/// <summary>Which model rankings may use, as the log says it up to some entry.</summary>
/// <param name="Promotions">Those that stand, the last one in force.</param>
/// <param name="IsOn">Whether the use of models is switched on.</param>
public sealed record ModelState(ImmutableList<ModelChange.Promoted> Promotions, bool IsOn)
{
    /// <summary>The number of the log entry that led to it; 0 before the first.</summary>
    public long Sequence { get; init; }

    /// <summary>No model was ever promoted, and nothing was switched off.</summary>
    public static ModelState None { get; } = new([], true);

    /// <summary>The promotion that stands; null when there is none.</summary>
    public ModelChange.Promoted? Promoted => Promotions.IsEmpty ? null : Promotions[^1];

    /// <summary>The version of the model that rankings may use; null when none is promoted or use is switched off.</summary>
    public string? InForce => IsOn ? Promoted?.Version : null;

    /// <summary>The version that a rollback would bring back; null for none.</summary>
    public string? Before => Promotions.Count > 1 ? Promotions[^2].Version : null;

    /// <summary>The standing after a change.</summary>
    public ModelState With(ModelChange change) =>
        change switch
        {
            ModelChange.Promoted promoted => this with { Promotions = Promotions.Add(promoted) },
            ModelChange.RolledBack => this with
            {
                Promotions = Promotions.IsEmpty ? Promotions : Promotions.RemoveAt(Promotions.Count - 1),
            },
            ModelChange.Switched switched => this with { IsOn = switched.On },
            _ => this,
        };
}
