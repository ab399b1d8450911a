namespace Matching.Api.Caseload;

/// <summary>How a case stands, by what is recorded of it.</summary>
public enum CaseStanding
{
    /// <summary>Nothing but what is known of the child.</summary>
    Known,

    /// <summary>A place is looked for.</summary>
    Waiting,

    /// <summary>A place has been asked, or has accepted.</summary>
    Offered,

    /// <summary>A stay is to begin.</summary>
    Decided,

    /// <summary>The child lives at a place.</summary>
    Placed,

    /// <summary>It does, and another place is looked for.</summary>
    Moving,

    /// <summary>Nothing more is done.</summary>
    Closed,
}
