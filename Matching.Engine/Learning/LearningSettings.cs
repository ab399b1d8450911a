namespace Matching.Engine.Learning;

/// <summary>How models are judged and used: data, each with its source.</summary>
/// <param name="Version">Hash of the document.</param>
/// <param name="Use">What a ranking does with a model.</param>
/// <param name="Gates">What a model must reach.</param>
/// <param name="Monitoring">How far off a model in use may be before an alarm.</param>
public sealed record LearningSettings(string Version, ModelUse Use, GateLimits Gates, MonitoringLimits Monitoring);

/// <summary>What a model must reach to be released.</summary>
/// <param name="LeastBreakdowns">Below it nothing is split into training and testing, and nothing is claimed.</param>
/// <param name="LeastChildren">Fewest children.</param>
/// <param name="LeastGroup">Fewest children of a group about which something is claimed.</param>
/// <param name="MostConcordance">Above it, forecasts are too good to be true: something of the outcome is in the facts.</param>
/// <param name="MostConcordanceOfOneFact">The same for a single fact.</param>
/// <param name="MostTeamReported">Largest share of breakdowns reported by the team alone: its decision is no outcome.</param>
/// <param name="LeastReported">Smallest share of breakdowns of which it is known who reported.</param>
/// <param name="MostRiskChange">Largest change of a risk when one fact moves to any other answer.</param>
/// <param name="LeastRankStability">Smallest mean rank correlation of the risks with those of models trained on resamples.</param>
/// <param name="LeastSlope">Calibration slope.</param>
/// <param name="MostSlope">Calibration slope.</param>
/// <param name="MostGap">Largest difference of seen and predicted share, over all and in an age band.</param>
/// <param name="MostGroupGap">Largest difference of that difference between two groups.</param>
/// <param name="LeastAttributeKnown">Smallest share of children of whom a protected attribute must be known for it to be judged.</param>
/// <param name="RequiredAttributes">Protected attributes without which group gaps cannot be judged.</param>
/// <param name="LeastCertainty">Share of resamples in which the model beats the prior.</param>
public sealed record GateLimits(
    int LeastBreakdowns,
    int LeastChildren,
    int LeastGroup,
    double MostConcordance,
    double MostConcordanceOfOneFact,
    double MostTeamReported,
    double LeastReported,
    double MostRiskChange,
    double LeastRankStability,
    double LeastSlope,
    double MostSlope,
    double MostGap,
    double MostGroupGap,
    double LeastAttributeKnown,
    IReadOnlyList<string> RequiredAttributes,
    double LeastCertainty
);

/// <summary>How far off a model in use may be before an alarm.</summary>
/// <param name="LeastChildren">Fewest children of whom anything is said.</param>
/// <param name="MostShift">Largest population stability index of a feature.</param>
/// <param name="MostDeviation">Furthest the breakdowns of a year may lie from what was predicted, in standard deviations.</param>
public sealed record MonitoringLimits(int LeastChildren, double MostShift, double MostDeviation);
