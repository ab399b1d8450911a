using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Matching.Api.Transparency;

/// <summary>
/// A text with a signature under it, as the signed-note format of C2SP writes it: the text, a blank line, and <c>— name base64(key id,
/// signature)</c>.
/// </summary>
/// <param name="Text">The signed text, with the line feed at its end.</param>
/// <param name="KeyName">Who signed, in their own words.</param>
/// <param name="KeyId">Which key, 4 bytes.</param>
/// <param name="Signature">The signature.</param>
public sealed record SignedNote(string Text, string KeyName, byte[] KeyId, byte[] Signature)
{
    /// <summary>Bytes of a key id.</summary>
    public const int KeyIdLength = 4;

    private const string SignatureStart = "— ";

    /// <inheritdoc/>
    public override string ToString() => $"{Text}\n{SignatureStart}{KeyName} {Convert.ToBase64String([.. KeyId, .. Signature])}\n";

    /// <summary>Reads a note with exactly one signature.</summary>
    public static bool TryParse(string note, [NotNullWhen(true)] out SignedNote? parsed)
    {
        parsed = null;
        var blank = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || blank + 2 >= note.Length || !note.EndsWith('\n') || note.Any(letter => char.IsControl(letter) && letter != '\n'))
            return false;
        var text = note[..(blank + 1)];
        var line = note[(blank + 2)..^1];
        if (
            !line.StartsWith(SignatureStart, StringComparison.Ordinal)
            || line[SignatureStart.Length..].Split(' ') is not [{ Length: > 0 } name, var base64]
        )
            return false;
        var bytes = new byte[base64.Length];
        if (
            !Convert.TryFromBase64String(base64, bytes, out var length)
            || length <= KeyIdLength
            || Convert.ToBase64String(bytes[..length]) != base64
        )
            return false;
        parsed = new SignedNote(text, name, bytes[..KeyIdLength], bytes[KeyIdLength..length]);
        return true;
    }

    /// <summary>The signed bytes.</summary>
    internal byte[] SignedBytes => Encoding.UTF8.GetBytes(Text);
}
