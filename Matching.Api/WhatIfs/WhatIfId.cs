using Matching.Api.Http;

namespace Matching.Api.WhatIfs;

/// <summary>The id of a recorded what-if.</summary>
/// <param name="Value">A UUID; empty when what was sent is none, and so names nothing.</param>
public readonly record struct WhatIfId(string Value)
{
    /// <summary>Reads the segment of an address; what is no id names nothing.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out WhatIfId id)
    {
        _ = provider;
        id = new WhatIfId(EntryIds.OfAddress(text));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
