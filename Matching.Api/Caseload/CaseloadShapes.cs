namespace Matching.Api.Caseload;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>A case is to be closed.</summary>
/// <param name="Reason">A code of case-closing.</param>
public sealed record ClosingRequestShape(string Reason);

/// <summary>What another system calls a case; one of the two at least.</summary>
/// <param name="CaseUuid">Its id there, a UUID.</param>
/// <param name="CaseNumber">Its number there, 1-64 characters; never a civil registration number.</param>
/// <param name="System">Which system, 1-64 characters.</param>
public sealed record ExternalIdsShape(string? CaseUuid, string? CaseNumber, string System);
