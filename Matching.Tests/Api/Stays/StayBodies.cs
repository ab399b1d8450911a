using Matching.Tests.Api.Support;
using Microsoft.Extensions.Time.Testing;

namespace Matching.Tests.Api.Stays;

/// <summary>A child ranked on 10 January 2026 and what is reported of the stay that followed.</summary>
static class StayBodies
{
    static readonly TimeSpan Since = TimeSpan.FromDays(150);

    /// <summary>A clock that stands months after that day.</summary>
    public static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero) + Since);

    /// <summary>Ranks the child on that day, and comes back; gives the ranking's id.</summary>
    public static async Task<string> RankOnTheDayAsync(
        this LiveService service,
        FakeTimeProvider clock,
        params (string Path, string Value)[] changes
    )
    {
        var today = clock.GetUtcNow();
        clock.AdjustTime(today - Since);
        var ranking = (await service.RankAsync(Ranking(changes))).RankingId;
        clock.AdjustTime(today);
        return ranking;
    }

    public static string Ranking(params (string Path, string Value)[] changes) =>
        Example.With([("asOf", "\"2026-01-10\""), ("child.placements[0].to", "\"2025-12-01\""), .. changes]);

    public static string Stay(string rankingId, string start = "2026-01-15") =>
        $$"""{"caseReference":"{{Example.CaseReference}}","rankingId":"{{rankingId}}","placementId":"skodsborg","start":"{{start}}"}""";

    public static Task<Reply> EndStayAsync(this LiveService service, string path, string body, string caller = LiveService.All) =>
        service.SendAsync(HttpMethod.Patch, path, LiveService.Content(body), caller);

    public static Task<Reply> WithdrawStayAsync(this LiveService service, string path, string body, string caller = LiveService.All) =>
        service.SendAsync(HttpMethod.Post, path + "/withdrawal", LiveService.Content(body), caller);

    public static Task<Reply> BeginStayAsync(
        this LiveService service,
        string body,
        string query = "",
        string caller = LiveService.All,
        string? idempotencyKey = null
    ) =>
        service.SendAsync(
            HttpMethod.Post,
            "/v1/stays" + query,
            LiveService.Content(body),
            caller,
            request =>
            {
                if (idempotencyKey is not null)
                    request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
            }
        );
}
