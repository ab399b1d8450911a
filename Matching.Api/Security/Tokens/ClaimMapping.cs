using System.Text.Json;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Security.Tokens;

/// <summary>
/// What the claims of a token give, from a file of ours: claim type → value → roles and teams. A token whose claims are not in it is known,
/// and may do nothing.
/// </summary>
public sealed class ClaimMapping
{
    private readonly Dictionary<(string Type, string Value), Grant> _grants = [];

    private ClaimMapping() { }

    /// <summary>The claims that are given a meaning.</summary>
    internal IReadOnlySet<string> Claims { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The teams that some claim gives by name.</summary>
    internal IReadOnlySet<string> Teams =>
        _grants.Values.SelectMany(grant => grant.Teams.Words).Where(team => team != TeamSet.Every).ToHashSet(StringComparer.Ordinal);

    private sealed record Grant(IReadOnlyList<Role> Roles, TeamSet Teams);

    /// <summary>What all the claims together give.</summary>
    public (IReadOnlyList<Role> Roles, TeamSet Teams) Of(IEnumerable<(string Type, string Value)> claims)
    {
        var grants = claims.Select(claim => _grants.GetValueOrDefault(claim)).OfType<Grant>().ToList();
        var teams = grants.Exists(grant => grant.Teams.IsEvery)
            ? TeamSet.All
            : TeamSet.OfRecord(grants.SelectMany(grant => grant.Teams.Words));
        return ([.. grants.SelectMany(grant => grant.Roles).Distinct()], teams);
    }

    /// <summary>Reads the file, noting every fault under <paramref name="path"/>; null when there are any.</summary>
    internal static ClaimMapping? Read(string? file, string path, Problems problems)
    {
        var found = new Problems();
        var mapping = new ClaimMapping();
        try
        {
            if (string.IsNullOrEmpty(file))
                found.Add(path, "is required");
            else if (PrivateFile.IsWritableByOthers(file))
                found.Add(path, "can be changed by everyone on this machine, who could give themselves roles (chmod o-w)");
            else
                mapping.Read(File.ReadAllBytes(file), path, found);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            found.Add(path, "names a file that cannot be read");
        }
        foreach (var (at, messages) in found.ByPath())
        {
            foreach (var message in messages)
                problems.Add(at, message);
        }
        return found.None ? mapping : null;
    }

    private void Read(byte[] content, string path, Problems problems)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            if (ObjectReader.Open(json.RootElement, path, problems) is not { } types)
                return;
            foreach (var type in types.Names())
            {
                if (types.Object(type) is { } values)
                    Read(type, values);
            }
            types.Close();
        }
        catch (JsonException)
        {
            problems.Add(path, "is not valid JSON");
            return;
        }
        Claims = _grants.Keys.Select(grant => grant.Type).ToHashSet(StringComparer.Ordinal);
        if (_grants.Count == 0)
            problems.Add(path, "maps no claim to a role");
    }

    private void Read(string type, ObjectReader values)
    {
        foreach (var value in values.Names())
        {
            if (values.Object(value) is not { } grant)
                continue;
            var roles = grant.EnumList<Role>("roles") ?? [];
            var teams = TeamSet.None;
            if (grant.Raw("teams") is { } list && TeamSet.Read(list) is { } read)
                teams = read;
            else if (grant.Has("teams"))
                grant.Fault("teams", TeamSet.Rule);
            if (!grant.Has("roles") && !grant.Has("teams"))
                grant.Fault("roles", "or teams is required");
            grant.Close();
            _grants[(type, value)] = new Grant(roles, teams);
        }
        values.Close();
    }
}
