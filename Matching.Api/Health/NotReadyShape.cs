namespace Matching.Api.Health;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>The service is not ready (a problem, RFC 9457). Every reason is listed.</summary>
/// <param name="SqliteVersion">The version of the embedded database; null when the record lies on PostgreSQL.</param>
public sealed record NotReadyShape(
    string Type,
    string Title,
    int Status,
    string? Detail,
    string? TraceId,
    IReadOnlyList<ReadinessReason> Reasons,
    string? SqliteVersion
);
