namespace Matching.Api.Cases;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>The team a case is limited to.</summary>
/// <param name="Team">1-64 letters, digits or - _ . ; null opens the case to all teams.</param>
public sealed record TeamShape(string? Team);

/// <summary>A legal hold.</summary>
/// <param name="Held">Whether it stands from now on.</param>
/// <param name="Reason">Why, 1-200 characters.</param>
public sealed record LegalHoldShape(bool Held, string Reason);

/// <summary>The erasure of a case.</summary>
public sealed record ErasureShape(ErasureReason Reason);
