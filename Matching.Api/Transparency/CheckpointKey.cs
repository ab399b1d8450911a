using System.Security.Cryptography;
using System.Text;
using Matching.Api.Storage;

namespace Matching.Api.Transparency;

/// <summary>
/// What checkpoints are signed with: an ECDSA key on P-256, PKCS#8 in PEM, which only its owner may read. Safe for many threads.
/// </summary>
public sealed class CheckpointKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _gate = new();

    private CheckpointKey(ECDsa key)
    {
        _key = key;
        PublicPem = key.ExportSubjectPublicKeyInfoPem() + "\n";
        Verifier = CheckpointVerifier.FromPem(PublicPem);
    }

    /// <summary>The public half, for whoever checks.</summary>
    public string PublicPem { get; }

    /// <summary>Checks what this key signed.</summary>
    public CheckpointVerifier Verifier { get; }

    /// <summary>Opens the key.</summary>
    /// <exception cref="CheckpointKeyException">The file is missing, malformed or open to others.</exception>
    public static CheckpointKey Open(string path)
    {
        if (!File.Exists(path))
            throw new CheckpointKeyException($"The key of the checkpoints '{path}' is missing.");
        if (PrivateFile.IsOpenToOthers(path))
            throw new CheckpointKeyException(
                $"The key of the checkpoints '{path}' can be read by others than its owner. Make it private (chmod 600) and consider "
                    + $"it known."
            );
        var key = ECDsa.Create();
        try
        {
            var pem = File.ReadAllText(path);
            if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != "PRIVATE KEY")
                throw new CryptographicException();
            key.ImportFromPem(pem);
            CheckpointVerifier.RequireP256(key);
            return new CheckpointKey(key);
        }
        catch (Exception malformed) when (malformed is CryptographicException or ArgumentException or CheckpointKeyException)
        {
            key.Dispose();
            throw new CheckpointKeyException(
                $"The key of the checkpoints '{path}' must be an ECDSA key on P-256, PKCS#8 as PEM (PRIVATE KEY)."
            );
        }
    }

    /// <summary>Opens the key, made now when there is none, and puts its public half at another path.</summary>
    /// <exception cref="CheckpointKeyException">The file is malformed or open to others.</exception>
    public static CheckpointKey OpenOrCreate(string path, string publicPath)
    {
        if (!File.Exists(path))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            PrivateFile.Create(path, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        }
        var key = Open(path);
        if (!File.Exists(publicPath) || File.ReadAllText(publicPath) != key.PublicPem)
            File.WriteAllText(publicPath, key.PublicPem);
        return key;
    }

    /// <summary>Signs a checkpoint.</summary>
    public SignedNote Sign(Checkpoint checkpoint)
    {
        var unsigned = new SignedNote(checkpoint.Text, checkpoint.Origin, Verifier.KeyId, []);
        lock (_gate)
            return unsigned with
            {
                Signature = _key.SignData(unsigned.SignedBytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            };
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
