using System.Globalization;
using System.Text.Json.Nodes;
using Matching.Tests.Api.Support;

namespace Matching.Tests.Api.Searches;

/// <summary>What visitators do with a case, as calls of a running service.</summary>
sealed class Visitation(LiveService service, TimeProvider? clock = null)
{
    public const string Case = Example.CaseReference;

    public DateOnly Today => Matching.Api.ReferenceData.Today.InCopenhagen((clock ?? TimeProvider.System).GetUtcNow());

    public string Day(int fromToday = 0) => Today.AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public Task<Reply> ProfileAsync(string reference = Case, string? body = null) =>
        SendAsync(HttpMethod.Put, $"/v1/cases/{reference}/profile", body ?? Profiles.ProfilesTests.Body());

    public Task<Reply> SearchAsync(string reference = Case, string body = """{"reason":"first-placement"}""", string? key = null) =>
        SendAsync(HttpMethod.Post, $"/v1/cases/{reference}/searches", body, key: key);

    /// <summary>A case with a profile and an open search; the id of the search.</summary>
    public async Task<string> OpenAsync(string reference = Case)
    {
        await ProfileAsync(reference);
        return Id(await SearchAsync(reference), "searchId");
    }

    public Task<Reply> AskAsync(string searchId, string placementId = "nexus", int answerIn = 3, string? key = null) =>
        SendAsync(
            HttpMethod.Post,
            $"/v1/searches/{searchId}/offers",
            $$"""{"placementId":"{{placementId}}","services":[],"answerBy":"{{Day(answerIn)}}"}""",
            key: key
        );

    /// <summary>The id of a new offer.</summary>
    public async Task<string> OfferAsync(string searchId, string placementId = "nexus", int answerIn = 3) =>
        Id(await AskAsync(searchId, placementId, answerIn), "offerId");

    public async Task<Reply> ReplyAsync(string offerId, string body, string? tag = null) =>
        await SendAsync(
            HttpMethod.Patch,
            $"/v1/offers/{offerId}",
            body,
            tag: tag ?? (await service.GetAsync($"/v1/offers/{offerId}")).Headers.ETag!.Tag
        );

    public Task<Reply> AcceptAsync(string offerId) => ReplyAsync(offerId, """{"answer":"accepted"}""");

    public async Task<Reply> WithdrawAsync(string searchId, string reason = "need-changed") =>
        await SendAsync(
            HttpMethod.Patch,
            $"/v1/searches/{searchId}",
            $$"""{"withdrawn":"{{reason}}"}""",
            tag: (await service.GetAsync($"/v1/searches/{searchId}")).Headers.ETag!.Tag
        );

    public Task<Reply> StayAsync(string placementId = "nexus", int startsIn = 0, string reference = Case, string more = "") =>
        SendAsync(
            HttpMethod.Post,
            "/v1/stays",
            $$"""{"caseReference":"{{reference}}","placementId":"{{placementId}}","start":"{{Day(startsIn)}}"{{more}}}"""
        );

    public async Task<string> StateOfOfferAsync(string offerId) =>
        (await service.GetAsync($"/v1/offers/{offerId}")).Json.GetProperty("state").GetString()!;

    public async Task<JsonNode> SearchNowAsync(string searchId) =>
        JsonNode.Parse((await service.GetAsync($"/v1/searches/{searchId}")).Text)!;

    public async Task<JsonArray> ListAsync(string query = "", string caller = LiveService.All) =>
        JsonNode.Parse((await service.GetAsync($"/v1/cases{query}", caller)).Text)!["cases"]!.AsArray();

    public static string Id(Reply reply, string name) => reply.Json.GetProperty(name).GetString()!;

    public Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        string body,
        string? tag = null,
        string? key = null,
        string caller = LiveService.All
    ) =>
        service.SendAsync(
            method,
            path,
            LiveService.Content(body),
            caller,
            request =>
            {
                if (tag is not null)
                    request.Headers.TryAddWithoutValidation("If-Match", tag);
                if (key is not null)
                    request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            }
        );
}
