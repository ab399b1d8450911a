using System.Text;
using Matching.Api.Settings;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>
/// A key with all roles, for trying the service on one's own machine: made once, kept in the data directory, readable by its owner only.
/// </summary>
public static class DevelopmentKey
{
    internal const string Name = "development";

    /// <summary>Reads the key, or makes it.</summary>
    /// <exception cref="SettingsException">Others than its owner can read it.</exception>
    public static string ReadOrMake(string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept)
            return PrivateFile.IsOpenToOthers(path) ? throw OpenToOthers(path) : kept;
        // An empty file is one whose writing was cut short; nobody could call with an empty key.
        File.Delete(path);
        var key = SecretKey.New();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, Encoding.ASCII, options);
        file.WriteLine(key);
        return key;
    }

    /// <summary>The caller with the key.</summary>
    public static Caller Caller(string key) => new(Name, SecretKey.Sha256(key), [.. Terms<Role>.All], TeamSet.All);

    private static SettingsException OpenToOthers(string path)
    {
        var problems = new Problems();
        problems.Add(
            "DataDirectory",
            $"holds a development key that others than its owner can read: delete '{path}' to get a new one, or make it private "
                + $"(chmod 600) and consider it known"
        );
        return new SettingsException(problems);
    }
}
