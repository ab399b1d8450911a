namespace Matching.Api.Rankings;

/// <summary>Everything an answer depends on beside the request.</summary>
/// <param name="State">Number of the last state-changing log entry.</param>
/// <param name="Model">Null in rules mode.</param>
public sealed record RankingVersions(string Engine, string Rules, string Criteria, string Catalogue, string Texts, long State, string? Model);
