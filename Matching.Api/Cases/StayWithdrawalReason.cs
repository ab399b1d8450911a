namespace Matching.Api.Cases;

/// <summary>Why a stay is withdrawn. What did happen is recorded again.</summary>
public enum StayWithdrawalReason
{
    /// <summary>The child never came there.</summary>
    NeverBegan,

    /// <summary>It is there twice.</summary>
    RecordedTwice,

    /// <summary>It is another child's.</summary>
    WrongCase,

    /// <summary>The child came to another place.</summary>
    WrongPlacement,

    /// <summary>It began on another day.</summary>
    WrongStart,

    /// <summary>Another ranking came before it, another track, or an end that never was.</summary>
    WrongDetails,
}
