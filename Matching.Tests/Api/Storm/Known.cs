using System.Collections.Concurrent;

namespace Matching.Tests.Api.Storm;

/// <summary>What the service has named so far, for later requests to name again.</summary>
sealed class Known(IReadOnlyList<string> placements, string model)
{
    const int Cases = 300;
    const int Remembered = 256;

    readonly string[] rankings = new string[Remembered];
    readonly string[] keys = new string[Remembered];
    readonly (string Ranking, string WhatIf)[] whatIfs = new (string, string)[Remembered];
    readonly ConcurrentDictionary<string, (string Ranking, int Created)> byIdempotency = new(StringComparer.Ordinal);
    readonly string[] stays = new string[Remembered];
    int stayCount;
    readonly string[] searches = new string[Remembered];
    int searchCount;
    readonly string[] offers = new string[Remembered];
    int offerCount;
    readonly string[] runs = new string[4];
    int runCount;
    int rankingCount;
    int keyCount;
    int whatIfCount;

    public static string CaseReference(Random random) => $"storm-{random.Next(Cases)}";

    public string Model => model;

    /// <summary>A training run that was begun.</summary>
    public string Run(Random random) => runs[random.Next(runs.Length)] ?? Guid.NewGuid().ToString();

    public void AddRun(string id) => runs[(uint)Interlocked.Increment(ref runCount) % runs.Length] = id;

    public string Placement(Random random) => placements[random.Next(placements.Count)];

    public string Ranking(Random random) => rankings[random.Next(Remembered)] ?? Guid.NewGuid().ToString();

    public string Stay(Random random) => stays[random.Next(Remembered)] ?? Guid.NewGuid().ToString();

    public void AddStay(string id) => stays[(uint)Interlocked.Increment(ref stayCount) % Remembered] = id;

    public string Search(Random random) => searches[random.Next(Remembered)] ?? Guid.NewGuid().ToString();

    public void AddSearch(string id) => searches[(uint)Interlocked.Increment(ref searchCount) % Remembered] = id;

    public string Offer(Random random) => offers[random.Next(Remembered)] ?? Guid.NewGuid().ToString();

    public void AddOffer(string id) => offers[(uint)Interlocked.Increment(ref offerCount) % Remembered] = id;

    public string Key(Random random) => keys[random.Next(Remembered)] ?? Guid.NewGuid().ToString();

    /// <summary>A what-if with the ranking it is based on.</summary>
    public (string Ranking, string WhatIf) WhatIf(Random random) =>
        whatIfs[random.Next(Remembered)] is { Ranking: not null } whatIf ? whatIf : (Ranking(random), Guid.NewGuid().ToString());

    public void AddWhatIf(string ranking, string whatIf) =>
        whatIfs[(uint)Interlocked.Increment(ref whatIfCount) % Remembered] = (ranking, whatIf);

    public void AddRanking(string id) => rankings[(uint)Interlocked.Increment(ref rankingCount) % Remembered] = id;

    public void AddKey(string id) => keys[(uint)Interlocked.Increment(ref keyCount) % Remembered] = id;

    /// <summary>Notes the answer to a ranking sent with an idempotency key; gives what is wrong with it, or null.</summary>
    public string? Repeated(string idempotencyKey, string ranking, bool isNew)
    {
        var now = byIdempotency.AddOrUpdate(
            idempotencyKey,
            _ => (ranking, isNew ? 1 : 0),
            (_, before) => (before.Ranking == ranking ? ranking : "", before.Created + (isNew ? 1 : 0))
        );
        return now.Ranking.Length == 0 ? "one idempotency key gave two rankings"
            : now.Created > 1 ? "one idempotency key was new twice"
            : null;
    }
}
