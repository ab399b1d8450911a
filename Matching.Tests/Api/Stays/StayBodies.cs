using Matching.Tests.Api.Support;

namespace Matching.Tests.Api.Stays;

/// <summary>A child ranked on 10 January 2026 and what is told of the stay that followed.</summary>
static class StayBodies
{
    public static string Ranking(params (string Path, string Value)[] changes) =>
        Example.With([("asOf", "\"2026-01-10\""), ("child.placements[0].to", "\"2025-12-01\""), .. changes]);

    public static string Stay(string rankingId, string start = "2026-01-15") =>
        $$"""{"caseReference":"{{Example.CaseReference}}","rankingId":"{{rankingId}}","placementId":"skodsborg","start":"{{start}}"}""";

    public static Task<Reply> BeginStayAsync(this LiveService service, string body, string query = "", string caller = LiveService.All, string? idempotencyKey = null) =>
        service.SendAsync(HttpMethod.Post, "/v1/stays" + query, LiveService.Content(body), caller, request =>
        {
            if (idempotencyKey is not null)
                request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        });
}
