namespace Matching.Engine.Profiles;

/// <summary>
/// What was written for the place that receives the child, in free words: never weighed, and read by the place alone. Each is null where
/// nothing was written.
/// </summary>
/// <param name="Calms">What calms the child.</param>
/// <param name="Triggers">What makes things hard.</param>
/// <param name="Medication">What is taken, when and how.</param>
/// <param name="Agreements">What was agreed with the child and others.</param>
public sealed record Handover(string? Calms, string? Triggers, string? Medication, string? Agreements);
