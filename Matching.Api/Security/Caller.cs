namespace Matching.Api.Security;

/// <summary>Someone with a key. Only the key's SHA-256 is held.</summary>
/// <param name="Teams">Whose cases the caller works with.</param>
/// <param name="Expires">From this moment on the key opens nothing; null = never.</param>
public sealed record Caller(string Name, byte[] KeySha256, IReadOnlyList<Role> Roles, TeamSet Teams, DateTimeOffset? Expires = null);
