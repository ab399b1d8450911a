using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>A versioned document that rankings name: rules, criteria, catalogue, texts, a model.</summary>
/// <param name="Seal">Keyed over all the rest, so that whoever changes the rest cannot make it fit again.</param>
public sealed record StoredDocument(string Version, string Kind, byte[] Content, string Seal, string RecordedAt)
{
    internal static StoredDocument Sealed(MasterKey master, string version, string kind, byte[] content, string recordedAt) =>
        new(version, kind, content, SealOf(master, version, kind, content, recordedAt), recordedAt);

    internal bool IsAuthentic(MasterKey master) => SealOf(master, Version, Kind, Content, RecordedAt) == Seal;

    // Lengths first, so that no two documents are written alike.
    static string SealOf(MasterKey master, string version, string kind, ReadOnlySpan<byte> content, string recordedAt) =>
        master.SealDocument(
            Encoding.UTF8.GetBytes(
                $"{version.Length}|{version}|{kind.Length}|{kind}|{recordedAt.Length}|{recordedAt}|{Convert.ToHexStringLower(SHA256.HashData(content))}"
            )
        );
}
