using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Matching.Api.Transparency;

/// <summary>
/// A text with a signature under it, as the signed-note format of C2SP (c2sp.org/signed-note) writes it: the text, a blank line, and a line
/// <c>— name base64(key id, signature)</c>.
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

    /// <summary>
    /// Reads a note under which one or more have signed: the text with each signature, in the order they stand. Whose keys are known is for
    /// the
    /// reader to say; the others are to be ignored, so that witnesses may sign too and keys may change.
    /// </summary>
    public static bool TryParse(string note, [NotNullWhen(true)] out IReadOnlyList<SignedNote>? signed)
    {
        signed = null;
        var blank = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || blank + 2 >= note.Length || !note.EndsWith('\n') || note.Any(letter => char.IsControl(letter) && letter != '\n'))
            return false;
        var text = note[..(blank + 1)];
        var notes = new List<SignedNote>();
        foreach (var line in note[(blank + 2)..^1].Split('\n'))
        {
            if (!TryParseSignature(line, out var name, out var bytes))
                return false;
            notes.Add(new SignedNote(text, name, bytes[..KeyIdLength], bytes[KeyIdLength..]));
        }
        signed = notes;
        return true;
    }

    private static bool TryParseSignature(string line, out string name, out byte[] bytes)
    {
        (name, bytes) = ("", []);
        if (
            !line.StartsWith(SignatureStart, StringComparison.Ordinal)
            || line[SignatureStart.Length..].Split(' ') is not [{ Length: > 0 } signer, var base64]
            || signer.Any(letter => char.IsWhiteSpace(letter) || letter == '+')
        )
            return false;
        var decoded = new byte[base64.Length];
        if (
            !Convert.TryFromBase64String(base64, decoded, out var length)
            || length <= KeyIdLength
            || Convert.ToBase64String(decoded, 0, length) != base64
        )
            return false;
        (name, bytes) = (signer, decoded[..length]);
        return true;
    }

    /// <summary>The signed bytes.</summary>
    internal byte[] SignedBytes => Encoding.UTF8.GetBytes(Text);
}
