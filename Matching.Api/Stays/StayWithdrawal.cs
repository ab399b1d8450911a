using Matching.Api.Cases;

namespace Matching.Api.Stays;

/// <summary>A stay that was recorded in error, and counts for nothing since.</summary>
/// <param name="At">When that was recorded, UTC.</param>
/// <param name="Reason">What the error was.</param>
internal sealed record StayWithdrawal(string At, StayWithdrawalReason Reason);
