namespace Matching.Api.Models;

/// <summary>A ranking with a model was asked for, and none may be used.</summary>
public sealed class NoModelException : Exception;
