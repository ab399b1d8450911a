namespace Matching.Api.Security;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>A key for a new caller.</summary>
/// <param name="Name">1-64 letters, digits, - _ or . and no name that was used before.</param>
/// <param name="Teams">Whose cases the caller works with; * alone = all teams, left out = none.</param>
/// <param name="ExpiresAt">A date (its first moment, UTC) or a time; left out = never.</param>
public sealed record KeyRequestShape(string Name, IReadOnlyList<Role> Roles, IReadOnlyList<string>? Teams, string? ExpiresAt);

/// <summary>How a key is followed by another.</summary>
/// <param name="OverlapDays">How long the old key stays in force, 0-30.</param>
public sealed record KeyRotationShape(int OverlapDays);
