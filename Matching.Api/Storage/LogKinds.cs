namespace Matching.Api.Storage;

/// <summary>What log entries are about.</summary>
public static class LogKinds
{
    public const string Ranking = "ranking";
    public const string Availability = "availability";

    internal static IReadOnlyList<string> ThatChangeState { get; } = [Availability];

    /// <summary>Whether later rankings may come out otherwise because of such an entry. A kind never changes its side: old logs are verified by it.</summary>
    public static bool ChangesState(string kind) => ThatChangeState.Contains(kind, StringComparer.Ordinal);
}
