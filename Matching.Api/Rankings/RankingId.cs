using Matching.Api.Http;

namespace Matching.Api.Rankings;

/// <summary>The id of a recorded ranking.</summary>
/// <param name="Value">A UUID; empty when what was sent is none, and so names nothing.</param>
public readonly record struct RankingId(string Value)
{
    /// <summary>Reads the segment of an address; what is no id names nothing.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out RankingId id)
    {
        _ = provider;
        id = new RankingId(EntryIds.OfAddress(text));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
