using Matching.Api.Http;

namespace Matching.Api.Searches;

/// <summary>The id of a search.</summary>
/// <param name="Value">A UUID; empty when what was sent is none, and so names nothing.</param>
public readonly record struct SearchId(string Value)
{
    /// <summary>Reads the segment of an address; what is no id names nothing.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out SearchId id)
    {
        _ = provider;
        id = new SearchId(EntryIds.OfAddress(text));
        return true;
    }
}

/// <summary>The id of an offer.</summary>
/// <param name="Value">A UUID; empty when what was sent is none, and so names nothing.</param>
public readonly record struct OfferId(string Value)
{
    /// <summary>Reads the segment of an address; what is no id names nothing.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out OfferId id)
    {
        _ = provider;
        id = new OfferId(EntryIds.OfAddress(text));
        return true;
    }
}
