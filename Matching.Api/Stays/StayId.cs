using Matching.Api.Http;

namespace Matching.Api.Stays;

/// <summary>The id of a recorded stay.</summary>
/// <param name="Value">A UUID; empty when what was sent is none, and so names nothing.</param>
public readonly record struct StayId(string Value)
{
    /// <summary>Reads the segment of an address; what is no id names nothing.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out StayId id)
    {
        _ = provider;
        id = new StayId(EntryIds.OfAddress(text));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
