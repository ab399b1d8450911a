namespace Matching.Api.Models;

/// <summary>The version of a model, which is the hash of its file.</summary>
/// <param name="Value">The version; it may name none.</param>
public readonly record struct ModelVersion(string Value)
{
    /// <summary>Reads the segment of an address.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out ModelVersion version)
    {
        _ = provider;
        version = new ModelVersion(text ?? "");
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
