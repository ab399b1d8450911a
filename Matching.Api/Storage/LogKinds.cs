namespace Matching.Api.Storage;

/// <summary>What log entries are about.</summary>
public static class LogKinds
{
    public const string Ranking = "ranking";
    public const string Availability = "availability";

    public const string CallerKey = "caller-key";

    internal static IReadOnlyList<string> ThatChangeState { get; } = [Availability];

    /// <summary>Whether later rankings may come out otherwise because of such an entry. A kind never changes its side: old logs are verified by it.</summary>
    public static bool ChangesState(string kind) => ThatChangeState.Contains(kind, StringComparer.Ordinal);

    /// <summary>Whether something kept in memory is made of such entries: observers hear of them. All that change state, and some that do not.</summary>
    public static bool IsRegister(string kind) => ChangesState(kind) || kind == CallerKey;
}
