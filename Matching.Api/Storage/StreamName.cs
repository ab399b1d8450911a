namespace Matching.Api.Storage;

/// <summary>Entries that are decided on each other: of two decided at once, the second is refused and decided again.</summary>
public enum StreamName
{
    /// <summary>The team, the legal hold, the closing and the erasure of a case.</summary>
    Case,

    /// <summary>The stays of a case, their ends and withdrawals.</summary>
    Stays,

    /// <summary>The rankings of a case, and what was asked of them.</summary>
    Rankings,

    /// <summary>The keys of callers.</summary>
    CallerKeys,

    /// <summary>Which model is in use.</summary>
    Models,

    /// <summary>The free beds and the residents of the places.</summary>
    Places,

    /// <summary>The living profile of a case.</summary>
    Profiles,

    /// <summary>What other systems call a case.</summary>
    ExternalIds,

    /// <summary>The search for a place for a case: offers, and all that comes of them but acceptances.</summary>
    Searches,

    /// <summary>Acceptances, which hold beds of the places.</summary>
    Holds,
}
