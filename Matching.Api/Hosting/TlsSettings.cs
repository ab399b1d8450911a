using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Hosting;

/// <summary>The part of the web server's own section <c>Kestrel</c> that could make TLS unsafe.</summary>
internal static class TlsSettings
{
    private static readonly string[] SafeProtocols = ["Tls12", "Tls13"];

    /// <summary>Notes old protocols, and private keys that everyone on this machine can read.</summary>
    public static void Check(IConfiguration configuration, Problems problems) => Check(configuration.GetSection("Kestrel"), problems);

    private static void Check(IConfigurationSection section, Problems problems)
    {
        if (section.Key.Equals("SslProtocols", StringComparison.OrdinalIgnoreCase))
            CheckProtocols(section, problems);
        else if (section["Path"] is { Length: > 0 } certificate)
            CheckKeyFile(section, certificate, problems);
        foreach (var child in section.GetChildren())
            Check(child, problems);
    }

    private static void CheckProtocols(IConfigurationSection section, Problems problems)
    {
        var named = section
            .GetChildren()
            .Select(child => child.Value)
            .Append(section.Value)
            .Where(value => value is not null)
            .SelectMany(value => value!.Split(',', StringSplitOptions.TrimEntries));
        if (!named.All(protocol => SafeProtocols.Contains(protocol, StringComparer.OrdinalIgnoreCase)))
            problems.Add(section.Path, "may name Tls12 and Tls13 only");
    }

    private static void CheckKeyFile(IConfigurationSection section, string certificate, Problems problems)
    {
        var hasKeyFile = section["KeyPath"] is { Length: > 0 };
        if (!hasKeyFile && !string.IsNullOrEmpty(section["Password"]))
            return;
        // The web server looks for them from here.
        var file = Path.Combine(AppContext.BaseDirectory, hasKeyFile ? section["KeyPath"]! : certificate);
        var key = $"{section.Path}:{(hasKeyFile ? "KeyPath" : "Path")}";
        if (!File.Exists(file))
            problems.Add(key, "names a file that is not there");
        else if (PrivateFile.IsReadableByEveryone(file))
            problems.Add(key, "holds a private key that everyone on this machine can read; make it private (chmod 600)");
    }
}
