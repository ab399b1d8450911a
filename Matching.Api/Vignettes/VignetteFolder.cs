using Matching.Api.ReferenceData;
using Matching.Engine.Parsing;

namespace Matching.Api.Vignettes;

/// <summary>The case files of a folder, in the order of their names; folders inside it are not looked at.</summary>
public static class VignetteFolder
{
    private const string Ending = ".json";

    /// <summary>Reads every case, or notes every fault of all of them by file and path.</summary>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file may not be read.</exception>
    public static IReadOnlyList<VignetteFile> Read(string folder, ShippedData data, Problems problems)
    {
        var reader = new VignetteReader(data, problems);
        var cases = new List<VignetteFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal))
        {
            if (reader.Read(Path.GetFileNameWithoutExtension(path), Bytes(path)) is { } file)
                cases.Add(file);
        }
        return cases;
    }

    /// <summary>The content; one byte more than may be read is enough to refuse it.</summary>
    private static ReadOnlyMemory<byte> Bytes(string path)
    {
        using var stream = File.OpenRead(path);
        var buffer = new byte[VignetteReader.MostBytes + 1];
        var content = buffer.AsMemory(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));

        // Editors may put a byte order mark in front of a file.
        return content.Span is [0xEF, 0xBB, 0xBF, ..] ? content[3..] : content;
    }
}
