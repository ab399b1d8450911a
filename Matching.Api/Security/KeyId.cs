namespace Matching.Api.Security;

/// <summary>The id of a key that the service keeps.</summary>
/// <param name="Value">The id; it may name none.</param>
public readonly record struct KeyId(string Value)
{
    /// <summary>Reads the segment of an address.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out KeyId id)
    {
        _ = provider;
        id = new KeyId(text ?? "");
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
