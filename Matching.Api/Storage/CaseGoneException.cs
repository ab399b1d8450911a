namespace Matching.Api.Storage;

/// <summary>
/// The case's key is not the one in force: the case was erased, or another instance has just begun it. Nothing was recorded; ask for its
/// key again.
/// </summary>
public sealed class CaseGoneException(CaseKey key) : Exception("The key of the case is no longer in force.")
{
    internal CaseKey Key { get; } = key;
}
