namespace Matching.Api.Transparency;

/// <summary>Signed checkpoints that someone kept, to hold a log against.</summary>
/// <param name="Authentic">Those whose signature fits, the smallest first, each with the name of its file.</param>
/// <param name="Problems">What is wrong with the others.</param>
internal sealed record KeptCheckpoints(IReadOnlyList<(string File, Checkpoint Checkpoint)> Authentic, IReadOnlyList<string> Problems)
{
    /// <summary>Reads files, and folders of them.</summary>
    /// <exception cref="IOException">A path cannot be read, or a folder holds none.</exception>
    public static KeptCheckpoints Read(IEnumerable<string> paths, CheckpointVerifier verifier)
    {
        var (authentic, problems) = (new List<(string, Checkpoint)>(), new List<string>());
        foreach (var file in paths.SelectMany(Files).Distinct(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            var checkpoint = verifier.Read(CheckpointFolder.ReadNote(file) ?? "", out var problem);
            if (checkpoint is not null && CheckpointFolder.SizeIn(file) is { } size && size != checkpoint.Size)
                problem = "it holds another size than its name says";
            if (problem is null)
                authentic.Add((name, checkpoint!));
            else
                problems.Add($"Checkpoint {name}: {problem}.");
        }
        return new KeptCheckpoints([.. authentic.OrderBy(kept => kept.Item2.Size)], problems);
    }

    private static IReadOnlyList<string> Files(string path)
    {
        if (!Directory.Exists(path))
            return File.Exists(path) ? [path] : throw new FileNotFoundException($"There is no checkpoint at '{path}'.");
        var files = CheckpointFolder.FilesIn(path);
        return files.Count > 0 ? files : throw new FileNotFoundException($"There is no checkpoint in the folder '{path}'.");
    }
}
