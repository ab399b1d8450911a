namespace Matching.Api.Storage;

/// <summary>What the payload of an entry says of things that are kept beside the log.</summary>
public sealed record EntryClaims
{
    /// <summary>Nothing.</summary>
    public static EntryClaims None { get; } = new();

    /// <summary>The versions of the documents it rests on: each must be there.</summary>
    public IEnumerable<string> Documents { get; init; } = [];

    /// <summary>The reference of its case, as it was when the entry was recorded; null when the payload does not name it.</summary>
    public string? CaseReference { get; init; }
}
