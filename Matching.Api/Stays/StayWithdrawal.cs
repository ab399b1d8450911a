namespace Matching.Api.Stays;

/// <summary>A stay that was recorded in error, and counts for nothing since.</summary>
/// <param name="At">When that was recorded, UTC.</param>
/// <param name="Reason">What the error was.</param>
internal sealed record StayWithdrawal(string At, StayWithdrawalReason Reason);

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
