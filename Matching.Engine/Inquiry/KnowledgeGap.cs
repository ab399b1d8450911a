namespace Matching.Engine.Inquiry;

/// <summary>A fact that is not known, or only suspected, and what learning it is worth.</summary>
/// <param name="Field">The path of the fact, without index.</param>
/// <param name="Subject">Which of several is meant, such as the code of a suspected diagnosis; null when the fact is one.</param>
/// <param name="IsSuspected">True when something is suspected and would be confirmed or refuted; false when nothing is known.</param>
/// <param name="ChangesFirst">How likely learning it would change the first place, hundredths, never 0 when it could.</param>
/// <param name="ExpectedGain">
/// How many points, in hundredths, the choice would be better by on average if the fact were learnt first: the lead of the place that would
/// then be first over the
/// present one, weighed with how common each answer is. Where the present first place would be excluded, all its points are at stake.
/// </param>
/// <param name="SuggestedStep">What would settle it.</param>
/// <param name="UsualDays">How many days the step usually takes; null when not known.</param>
public sealed record KnowledgeGap(
    string Field,
    string? Subject,
    bool IsSuspected,
    int ChangesFirst,
    int ExpectedGain,
    string SuggestedStep,
    int? UsualDays
);
