namespace Matching.Tests.Support;

/// <summary>The repository the tests run in, found by walking up to the solution file.</summary>
public static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every JSON file below a folder of <c>data/</c>, or the one file named.</summary>
    public static List<(string Name, ReadOnlyMemory<byte> Content)> Data(string folderOrFile)
    {
        var path = PathOf("data", folderOrFile);
        var files = File.Exists(path) ? [path] : Directory.GetFiles(path, "*.json");
        return
        [
            .. files.Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), (ReadOnlyMemory<byte>)File.ReadAllBytes(file))),
        ];
    }

    /// <summary>The C# source files of a project, generated ones left out.</summary>
    public static IEnumerable<string> Sources(string project) =>
        Directory
            .EnumerateFiles(PathOf(project), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !Path.GetRelativePath(PathOf(project), file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")
            );

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Matching.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests have to run from inside the repository.");
    }
}
