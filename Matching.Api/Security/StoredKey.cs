namespace Matching.Api.Security;

/// <summary>A key the service itself keeps, and what became of it.</summary>
public sealed record StoredKey(string Id, Caller Caller, string CreatedAt, string CreatedBy)
{
    /// <summary>The key it followed.</summary>
    public string? Replaces { get; init; }

    /// <summary>The key that follows it.</summary>
    public string? ReplacedBy { get; init; }

    public string? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    /// <summary>Whether it opens something, leaving aside whether its name is configured too.</summary>
    public KeyStanding StandingAt(DateTimeOffset now) =>
        RevokedAt is not null ? KeyStanding.Revoked
        : Caller.Expires <= now ? KeyStanding.Expired
        : KeyStanding.Active;
}

/// <summary>Whether a stored key opens something.</summary>
public enum KeyStanding
{
    Active,
    Expired,
    Revoked,
}
