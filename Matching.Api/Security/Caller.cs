namespace Matching.Api.Security;

/// <summary>Someone with a key. Only the key's SHA-256 is held.</summary>
public sealed record Caller(string Name, byte[] KeySha256, IReadOnlyList<Role> Roles);
