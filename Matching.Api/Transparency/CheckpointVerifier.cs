using System.Security.Cryptography;

namespace Matching.Api.Transparency;

/// <summary>Checks the signatures of checkpoints with the public key alone.</summary>
/// <remarks>
/// ECDSA on P-256 over SHA-256 of the note's text, as DER; the key id is the first four bytes of SHA-256 of the key's SubjectPublicKeyInfo
/// in DER, which is how
/// the signed-note format names ECDSA keys (its signature type 2).
/// </remarks>
public sealed class CheckpointVerifier
{
    private readonly ECDsa _key;
    private readonly Lock _gate = new();

    private CheckpointVerifier(ECDsa key)
    {
        _key = key;
        KeyId = SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..SignedNote.KeyIdLength];
    }

    /// <summary>Which key it is.</summary>
    public byte[] KeyId { get; }

    /// <summary>Takes a public key as PEM.</summary>
    /// <exception cref="CheckpointKeyException">It is no public key on P-256.</exception>
    public static CheckpointVerifier FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != "PUBLIC KEY")
                throw new CheckpointKeyException("The public key must be PEM with the label PUBLIC KEY.");
            key.ImportFromPem(pem);
            RequireP256(key);
            return new CheckpointVerifier(key);
        }
        catch (Exception malformed) when (malformed is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new CheckpointKeyException("The public key is malformed: it must be an ECDSA key on P-256, as PEM.");
        }
    }

    /// <summary>The checkpoint in a note; null after saying what is wrong. Signatures of other keys are ignored.</summary>
    public Checkpoint? Read(string note, out string? problem)
    {
        if (!SignedNote.TryParse(note, out var signed) || !Checkpoint.TryParse(signed[0].Text, out var checkpoint))
        {
            problem = "it is not a signed checkpoint";
            return null;
        }
        // Name and id together say which key it is.
        var own = signed.Where(one => one.KeyName == checkpoint.Origin && one.KeyId.AsSpan().SequenceEqual(KeyId)).ToList();
        problem =
            own.Count == 0 ? "it is signed with another key"
            : own.TrueForAll(IsSigned) ? null
            : "its signature does not fit";
        return problem is null ? checkpoint : null;
    }

    internal static void RequireP256(ECDsa key)
    {
        if (
            key.ExportParameters(includePrivateParameters: false).Curve.Oid is not { } curve
            || (
                curve.Value != ECCurve.NamedCurves.nistP256.Oid.Value && curve.FriendlyName != ECCurve.NamedCurves.nistP256.Oid.FriendlyName
            )
        )
            throw new CheckpointKeyException("The key of the checkpoints must be an ECDSA key on P-256.");
    }

    private bool IsSigned(SignedNote note)
    {
        lock (_gate)
            return _key.VerifyData(note.SignedBytes, note.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
