namespace Matching.Engine.Learning;

/// <summary>Stays that came with the data and are not learnt from.</summary>
/// <param name="CourtStays">Stays that a court decided: remand, sentences and youth sanctions. They last as long as the court says.</param>
/// <param name="CourtChildren">The children in them.</param>
/// <param name="UntrackedStays">Stays whose legal track is not known, so that a court may have decided them.</param>
/// <param name="UntrackedChildren">The children in them.</param>
public sealed record LeftOutStays(int CourtStays, int CourtChildren, int UntrackedStays, int UntrackedChildren)
{
    /// <summary>Nothing was left out.</summary>
    public static readonly LeftOutStays None = new(0, 0, 0, 0);
}
