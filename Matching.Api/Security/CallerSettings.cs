using Matching.Api.Settings;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>The callers of the configuration: <c>ApiKeys:&lt;name&gt;:*</c>.</summary>
internal static class CallerSettings
{
    private const string Section = "ApiKeys";

    /// <summary>Reads them all, noting every fault; an expired key is only worth a warning.</summary>
    public static IReadOnlyList<Caller> Read(IConfiguration configuration, DateTimeOffset now, Problems problems, List<string> warnings)
    {
        var callers = configuration
            .GetSection(Section)
            .GetChildren()
            .Select(section => ReadCaller(section, problems))
            .OfType<Caller>()
            .ToList();
        foreach (var twice in callers.GroupBy(caller => Convert.ToHexString(caller.KeySha256)).Where(same => same.Count() > 1))
            problems.Add($"{Section}:{twice.Last().Name}", "has the same key as another caller");
        warnings.AddRange(
            callers
                .Where(caller => caller.Expires <= now)
                .Select(caller => $"{Section}:{caller.Name}:Expires is past: its key opens nothing.")
        );
        return callers;
    }

    private static Caller? ReadCaller(IConfigurationSection section, Problems problems)
    {
        if (!UnseenLetters.MayStandInName(section.Key) || CivilNumber.IsIn(section.Key))
        {
            problems.Add(
                Section,
                "names a caller by a civil registration number (CPR), or with characters that are not seen or stand upon others"
            );
            return null;
        }
        KnownKeys.Check(section, problems, "Key", "KeySha256", "Roles", "Teams", "Expires");
        var (key, hash) = (section["Key"], section["KeySha256"]);
        if (string.IsNullOrEmpty(key) == string.IsNullOrEmpty(hash))
            problems.Add(section.Path, "needs either Key or KeySha256");
        var sha256 = string.IsNullOrEmpty(key) ? ReadHash(hash) : SecretKey.Sha256(key);
        if (sha256 is null)
            problems.Add($"{section.Path}:KeySha256", "must be 64 hexadecimal digits");
        else if (SecretKey.IsSha256OfNothing(sha256))
            problems.Add($"{section.Path}:KeySha256", "is the SHA-256 of an empty key: there was none when it was hashed");
        var (roles, teams, expires) = (ReadRoles(section, problems), ReadTeams(section, problems), ReadExpiry(section, problems));
        return sha256 is null ? null : new Caller(section.Key, sha256, roles, teams, expires);
    }

    private static List<Role> ReadRoles(IConfigurationSection section, Problems problems)
    {
        var roles = new List<Role>();
        foreach (var word in Words(section["Roles"]))
        {
            if (Terms<Role>.TryParse(word, out var role))
                roles.Add(role);
            else
                problems.Add($"{section.Path}:Roles", $"must be of: {string.Join(", ", Terms<Role>.AllTexts)}");
        }
        if (roles.Count == 0)
            problems.Add($"{section.Path}:Roles", "needs at least one role");
        return roles;
    }

    private static TeamSet ReadTeams(IConfigurationSection section, Problems problems)
    {
        if (TeamSet.From(Words(section["Teams"])) is { } teams)
            return teams;
        problems.Add($"{section.Path}:Teams", TeamSet.Rule);
        return TeamSet.None;
    }

    private static DateTimeOffset? ReadExpiry(IConfigurationSection section, Problems problems)
    {
        if (section["Expires"] is not { } text)
            return null;
        if (Moment.Read(text) is { } moment)
            return moment;
        problems.Add($"{section.Path}:Expires", Moment.Rule);
        return null;
    }

    private static string[] Words(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static byte[]? ReadHash(string? hex) =>
        hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}
