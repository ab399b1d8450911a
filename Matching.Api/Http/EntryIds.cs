namespace Matching.Api.Http;

/// <summary>Ids of entries of the log, as they stand in addresses and bodies: a UUID in 36 lower- or upper-case characters.</summary>
internal static class EntryIds
{
    /// <summary>The id, or the empty text, which names no entry: what is not an id is answered like an id of nothing.</summary>
    public static string OfAddress(string? segment) => Guid.TryParseExact(segment, "D", out _) ? segment! : "";
}
