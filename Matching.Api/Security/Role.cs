namespace Matching.Api.Security;

/// <summary>What a caller may do.</summary>
public enum Role
{
    Visitator,
    CaseSystem,
    Analyst,
    Administrator,
    Auditor,
}
