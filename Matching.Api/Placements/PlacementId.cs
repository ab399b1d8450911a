namespace Matching.Api.Placements;

/// <summary>The id of a placement, as its catalogue names it.</summary>
/// <param name="Value">The id; it may name none.</param>
public readonly record struct PlacementId(string Value)
{
    /// <summary>Reads the segment of an address.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out PlacementId id)
    {
        _ = provider;
        id = new PlacementId(text ?? "");
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
