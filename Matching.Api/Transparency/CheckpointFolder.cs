using System.Globalization;
using System.Text;
using Matching.Api.Storage;

namespace Matching.Api.Transparency;

/// <summary>The folder of checkpoints: one file for each, named by its size, never written over.</summary>
/// <param name="path">The folder.</param>
/// <param name="makeIt">Whether it is made when it is not there. A second place is not: it may be a disk that is not mounted.</param>
public sealed class CheckpointFolder(string path, bool makeIt)
{
    private const string Start = "checkpoint-",
        End = ".txt";
    private const int SizeDigits = 12;

    // A checkpoint and sixteen signatures of nearly 5 kB in base64, the fewest that must be read, take 112 kB.
    private const int MostBytes = 256 * 1024;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The name of the file of a checkpoint of some size.</summary>
    public static string NameOf(long size) => Start + size.ToString($"D{SizeDigits}", CultureInfo.InvariantCulture) + End;

    /// <summary>The size in a file's name; null when it is not the name of a checkpoint.</summary>
    public static long? SizeIn(string file) =>
        System.IO.Path.GetFileName(file) is var name
        && name.StartsWith(Start, StringComparison.Ordinal)
        && name.EndsWith(End, StringComparison.Ordinal)
        && long.TryParse(name[Start.Length..^End.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && NameOf(size) == name
            ? size
            : null;

    /// <summary>The files of checkpoints in a folder, the smallest first.</summary>
    public static IReadOnlyList<string> FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, Start + "*" + End).Where(file => SizeIn(file) is not null).OrderBy(file => SizeIn(file))];

    /// <summary>A file's text; null when it is far too long to be a checkpoint, or no text in UTF-8.</summary>
    public static string? ReadNote(string file)
    {
        try
        {
            return new FileInfo(file).Length <= MostBytes ? File.ReadAllText(file, Utf8) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The one of the greatest size, as it is there; null when there is none.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public (long Size, string? Note)? Newest()
    {
        RequireIt();
        return Directory.EnumerateFiles(path, Start + "*" + End).Where(file => SizeIn(file) is not null).MaxBy(SizeIn) is { } file
            ? (SizeIn(file)!.Value, ReadNote(file))
            : null;
    }

    /// <summary>The one of some size, as it is there.</summary>
    public string? Find(long size) => System.IO.Path.Combine(path, NameOf(size)) is var file && File.Exists(file) ? ReadNote(file) : null;

    /// <summary>Writes one, whole or not at all; false when one of that size is there already.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public bool TryWrite(long size, SignedNote note)
    {
        RequireIt();
        var file = System.IO.Path.Combine(path, NameOf(size));
        var unfinished = $"{file}.{Guid.NewGuid():N}.new";
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(note.ToString()));
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, file, overwrite: false);
            PrivateFile.FlushFolder(path);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private void RequireIt()
    {
        if (makeIt)
            Directory.CreateDirectory(path);
        else if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"The folder of checkpoints '{path}' is not there.");
    }
}
