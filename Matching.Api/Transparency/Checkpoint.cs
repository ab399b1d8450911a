using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Matching.Api.Transparency;

/// <summary>
/// What the log was at some moment, in the format of C2SP tlog-checkpoint: kept elsewhere and signed, it shows any later change of what it
/// covers.
/// </summary>
/// <param name="Origin">Which log: <c>matching/</c> and the store's random id.</param>
/// <param name="Size">How many entries.</param>
/// <param name="Root">The Merkle root over them.</param>
/// <param name="Head">The chain hash of the last of them; 64 zeros when there is none.</param>
/// <param name="Time">When it was made: UTC, milliseconds, Z.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root, string Head, string Time)
{
    private const string OriginStart = "matching/",
        HeadStart = "head ",
        TimeStart = "time ",
        TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The origin of a store's log.</summary>
    public static string OriginOf(string storeId) => OriginStart + storeId;

    /// <summary>The body that is signed.</summary>
    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n{HeadStart}{Head}\n{TimeStart}{Time}\n"
        );

    /// <summary>Reads a body; exactly what <see cref="Text"/> writes is taken, and nothing else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? parsed)
    {
        parsed = null;
        if (
            text.Split('\n') is not [var origin, var size, var root, var head, var time, ""]
            || !origin.StartsWith(OriginStart, StringComparison.Ordinal)
            || origin.Contains(' ', StringComparison.Ordinal)
            || origin.Contains('+', StringComparison.Ordinal)
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
            || !head.StartsWith(HeadStart, StringComparison.Ordinal)
            || LogTree.TryLeafData(head[HeadStart.Length..]) is null
            || !time.StartsWith(TimeStart, StringComparison.Ordinal)
            || !DateTime.TryParseExact(time[TimeStart.Length..], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        )
            return false;
        var hash = new byte[MerkleTree.HashLength];
        if (!Convert.TryFromBase64String(root, hash, out var length) || length != MerkleTree.HashLength)
            return false;
        var read = new Checkpoint(origin, entries, hash[..length], head[HeadStart.Length..], time[TimeStart.Length..]);
        if (read.Text != text)
            return false;
        parsed = read;
        return true;
    }
}
