namespace Matching.Api.Searches;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>A place is to be looked for.</summary>
/// <param name="Reason">A code of search-reason.</param>
/// <param name="NeededFrom">The day from which it is needed, at most a year from today; null when not known.</param>
public sealed record SearchRequestShape(string Reason, DateOnly? NeededFrom);

/// <summary>A place is no longer looked for.</summary>
/// <param name="Withdrawn">A code of search-withdrawal.</param>
public sealed record SearchWithdrawalShape(string Withdrawn);

/// <summary>A place is asked.</summary>
/// <param name="PlacementId">The place.</param>
/// <param name="Services">What is to be combined with it.</param>
/// <param name="AnswerBy">The last day for an answer; not before today.</param>
public sealed record OfferRequestShape(string PlacementId, IReadOnlyList<string>? Services, DateOnly AnswerBy);

/// <summary>What came of an offer.</summary>
/// <param name="Answer">accepted, declined or withdrawn.</param>
/// <param name="Reason">A code of offer-decline or offer-withdrawal; not where it was accepted.</param>
/// <param name="AnsweredOn">The day of the answer; today when left out.</param>
/// <param name="Note">What else was said, 1-1000 characters.</param>
/// <param name="HoldUntil">The last day on which a bed is held, where it was accepted; as long as usual when left out.</param>
public sealed record OfferReplyShape(string Answer, string? Reason, DateOnly? AnsweredOn, string? Note, DateOnly? HoldUntil);
