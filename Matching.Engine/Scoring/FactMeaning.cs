using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// What one answer means: how common it is among the children the service is for (drawn when not known), and what needs it points to.
/// </summary>
/// <param name="Share">Relative frequency, a whole number; 0 = never drawn or tried.</param>
/// <param name="Needs">The needs it points to, with strength.</param>
public sealed record AnswerMeaning(int Share, IReadOnlyList<KeyValuePair<Need, NeedStrength>> Needs);

/// <summary>What the answers to one fact mean, and the step that would settle it when it is not known.</summary>
public sealed record FactMeaning(
    string Path,
    string SuggestedStep,
    IReadOnlyDictionary<string, AnswerMeaning> Answers,
    string Source,
    bool Verified
);
