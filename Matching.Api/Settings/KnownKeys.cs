using Matching.Engine.Parsing;

namespace Matching.Api.Settings;

/// <summary>Refuses settings nobody reads within the service's own sections: a misspelt one would be silently ignored.</summary>
internal static class KnownKeys
{
    /// <summary>
    /// Notes every key directly inside the section that is not one of the known; capitals do not matter, as everywhere in configuration.
    /// </summary>
    public static void Check(IConfigurationSection section, Problems problems, params ReadOnlySpan<string> known)
    {
        foreach (var child in section.GetChildren())
        {
            if (!Contains(known, child.Key))
                problems.Add(
                    $"{section.Path}:{JsonText.Shown(child.Key)}",
                    $"is not a known setting; known here: {string.Join(", ", known)}"
                );
        }
    }

    private static bool Contains(ReadOnlySpan<string> known, string key)
    {
        foreach (var name in known)
        {
            if (name.Equals(key, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
