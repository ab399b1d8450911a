using System.Text.RegularExpressions;
using Matching.Engine.Learning;

namespace Matching.Api.Models;

/// <summary>Where models lie: those made here, and those that came with the program.</summary>
/// <param name="Own">What is made here goes there; it need not be there yet.</param>
/// <param name="Shipped">Read only.</param>
public sealed partial record ModelFolders(string Own, string Shipped)
{
    private const string FolderName = "models";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Those of a data directory.</summary>
    public static ModelFolders Of(string dataDirectory) => new(Path.Combine(Path.GetFullPath(dataDirectory), FolderName), ShippedFolder);

    /// <summary>The folder beside the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, FolderName);

    /// <summary>Whether a word is a version in full. Nothing else ever becomes part of a path.</summary>
    public static bool IsVersion(string word) => Version().IsMatch(word);

    /// <summary>The model of a version; null when there is none, or the word is no version.</summary>
    public StoredModel? Find(string version) =>
        IsVersion(version) ? In(Own, version, isShipped: false) ?? In(Shipped, version, isShipped: true) : null;

    /// <summary>The models whose versions begin so; none unless the word is at least the beginning of one.</summary>
    public IReadOnlyList<StoredModel> Beginning(string word) =>
        Beginnings().IsMatch(word) ? [.. All().Where(model => model.Version.StartsWith(word, StringComparison.Ordinal))] : [];

    /// <summary>Every model, by version.</summary>
    public IReadOnlyList<StoredModel> All() =>
        [
            .. In(Own, isShipped: false)
                .Concat(In(Shipped, isShipped: true))
                .DistinctBy(model => model.Version, StringComparer.Ordinal)
                .OrderBy(model => model.Version, StringComparer.Ordinal),
        ];

    /// <summary>Keeps a model with what belongs to it. The same model again takes the old one's place, file by file.</summary>
    /// <returns>Its folder.</returns>
    public string Write(string version, IReadOnlyList<(string Name, byte[] Content)> files)
    {
        var (folder, unfinished) = (Path.Combine(Own, version), Path.Combine(Own, $".{version}.{Guid.NewGuid():N}"));
        // Each by itself, for those above the last would be open to others.
        foreach (var missing in (string?[])[Path.GetDirectoryName(Own), Own, unfinished])
            Create(missing!);
        try
        {
            foreach (var (name, content) in files)
                File.WriteAllBytes(Path.Combine(unfinished, name), content);
            if (!Directory.Exists(folder))
                Directory.Move(unfinished, folder);
            else
                foreach (var (name, _) in files)
                    File.Move(Path.Combine(unfinished, name), Path.Combine(folder, name), overwrite: true);
            return folder;
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    private static void Create(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }

    private static IEnumerable<StoredModel> In(string folder, bool isShipped) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateDirectories(folder)
                .Select(path => Path.GetFileName(path)!)
                .Where(IsVersion)
                .Select(version => In(folder, version, isShipped))
                .OfType<StoredModel>()
            : [];

    private static StoredModel? In(string folder, string version, bool isShipped) =>
        Path.Combine(folder, version) is var path && File.Exists(Path.Combine(path, ModelFile.Name))
            ? new StoredModel(version, path, isShipped)
            : null;

    [GeneratedRegex(@"\A[0-9a-f]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    [GeneratedRegex(@"\A[0-9a-f]{6,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Beginnings();
}
