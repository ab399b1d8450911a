using System.Globalization;
using System.Net;
using Matching.Api.Security;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Security;

/// <summary>Who may call what: every endpoint for every role, no key and wrong keys. An endpoint without a row fails the tests.</summary>
[OnEachStore]
public sealed class EndpointTableTests
{
    internal const string Open = "open";
    const string Nobody = "";
    const string Search = """{"reason":"first-placement"}""";

    static string Offer =>
        $$"""{"placementId":"nexus","services":[],"answerBy":"{{DateTime.UtcNow.AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}"}""";

    /// <summary>Route, and the roles of the contract.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Table = new Dictionary<string, string[]>
    {
        ["POST /v1/rankings"] = ["visitator", "case-system"],
        ["GET /v1/rankings/{id}"] = ["visitator", "case-system", "auditor"],
        ["GET /v1/rankings/{id}/explanation"] = ["visitator", "case-system", "auditor"],
        ["POST /v1/rankings/{id}/replay"] = ["visitator", "auditor"],
        ["POST /v1/rankings/{id}/what-if"] = ["visitator", "case-system"],
        ["GET /v1/rankings/{id}/what-ifs"] = ["visitator", "case-system", "auditor"],
        ["GET /v1/rankings/{id}/what-ifs/{whatIfId}"] = ["visitator", "case-system", "auditor"],
        ["POST /v1/rankings/{id}/what-ifs/{whatIfId}/replay"] = ["visitator", "auditor"],
        ["GET /v1/rankings/{id}/counterfactuals"] = ["visitator", "case-system", "auditor"],
        ["POST /v1/stays"] = ["visitator", "case-system"],
        ["GET /v1/stays"] = ["analyst", "auditor", "administrator"],
        ["GET /v1/stays/selection"] = ["analyst", "auditor", "administrator"],
        ["GET /v1/stays/{id}"] = ["visitator", "case-system", "auditor"],
        ["PATCH /v1/stays/{id}"] = ["visitator", "case-system"],
        ["POST /v1/stays/{id}/withdrawal"] = ["visitator", "case-system"],
        ["GET /v1/cases/{caseReference}"] = ["visitator", "case-system", "administrator", "auditor"],
        ["GET /v1/cases/{caseReference}/access-log"] = ["administrator", "auditor"],
        ["PUT /v1/cases/{caseReference}/team"] = ["case-system", "administrator"],
        ["PUT /v1/cases/{caseReference}/legal-hold"] = ["administrator"],
        ["POST /v1/cases/{caseReference}/erasure"] = ["administrator"],
        ["PUT /v1/cases/{caseReference}/profile"] = ["visitator", "case-system"],
        ["PATCH /v1/cases/{caseReference}/profile"] = ["visitator", "case-system"],
        ["GET /v1/cases/{caseReference}/profile"] = ["visitator", "case-system", "auditor"],
        ["GET /v1/cases/{caseReference}/profile/versions"] = ["visitator", "case-system", "auditor"],
        ["POST /v1/cases/{caseReference}/rankings"] = ["visitator", "case-system"],
        ["GET /v1/cases"] = ["visitator", "administrator"],
        ["POST /v1/cases/{caseReference}/closing"] = ["visitator", "case-system"],
        ["GET /v1/cases/{caseReference}/closing"] = ["visitator", "case-system", "auditor"],
        ["POST /v1/cases/{caseReference}/reopening"] = ["visitator", "case-system"],
        ["PUT /v1/cases/{caseReference}/external-ids"] = ["visitator", "case-system"],
        ["GET /v1/cases/{caseReference}/external-ids"] = ["visitator", "case-system", "auditor"],
        ["POST /v1/cases/{caseReference}/searches"] = ["visitator", "case-system"],
        ["GET /v1/cases/{caseReference}/searches"] = ["visitator", "case-system", "auditor"],
        ["GET /v1/searches/{id}"] = ["visitator", "case-system", "auditor"],
        ["PATCH /v1/searches/{id}"] = ["visitator", "case-system"],
        ["POST /v1/searches/{id}/offers"] = ["visitator"],
        ["GET /v1/offers/{id}"] = ["visitator", "case-system", "auditor"],
        ["PATCH /v1/offers/{id}"] = ["visitator", "case-system"],
        ["GET /v1/offers/{id}/enquiry"] = ["visitator"],
        ["GET /v1/codes"] = ["visitator", "case-system", "analyst", "administrator", "auditor"],
        ["GET /v1/codes/{list}"] = ["visitator", "case-system", "analyst", "administrator", "auditor"],
        ["GET /v1/exports/rankings"] = ["analyst"],
        ["GET /v1/retention/due"] = ["administrator", "auditor"],
        ["GET /v1/placements"] = ["visitator", "case-system", "analyst", "administrator", "auditor"],
        ["GET /v1/placements/{id}"] = ["visitator", "case-system", "analyst", "administrator", "auditor"],
        ["PUT /v1/placements/{id}/availability"] = ["case-system", "administrator"],
        ["PUT /v1/placements/{id}/peer-group"] = ["case-system", "administrator"],
        ["GET /v1/placements/{id}/peer-group"] = ["visitator", "case-system", "administrator", "auditor"],
        ["GET /v1/models"] = ["visitator", "analyst", "administrator", "auditor"],
        ["GET /v1/models/{version}"] = ["visitator", "analyst", "administrator", "auditor"],
        ["POST /v1/models/{version}/promotion"] = ["administrator"],
        ["POST /v1/models/rollback"] = ["administrator"],
        ["PUT /v1/models/use"] = ["administrator"],
        ["POST /v1/models/training-runs"] = ["analyst"],
        ["GET /v1/models/training-runs/{id}"] = ["analyst", "administrator", "auditor"],
        ["GET /v1/audit/verification"] = ["auditor", "administrator"],
        ["POST /v1/keys"] = ["administrator"],
        ["GET /v1/keys"] = ["administrator", "auditor"],
        ["DELETE /v1/keys/{id}"] = ["administrator"],
        ["POST /v1/keys/{id}/rotation"] = ["administrator"],
        ["GET /v1/audit/checkpoint"] = ["auditor", "administrator"],
        ["GET /v1/audit/public-key"] = ["visitator", "case-system", "analyst", "administrator", "auditor"],
        ["GET /v1/audit/inclusion-proofs/{sequence}"] = ["auditor", "administrator"],
        ["GET /v1/audit/consistency-proofs"] = ["auditor", "administrator"],
        ["GET /health/live"] = [Open],
        ["GET /health/ready"] = [Open],
    };

    LiveService service = null!;
    string rankingId = "",
        whatIfId = "",
        stayId = "",
        modelVersion = "",
        searchId = "",
        offerId = "",
        runId = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        rankingId = (await service.RankAsync(Example.Json)).RankingId;
        whatIfId = (await service.AskWhatIfAsync(rankingId, "{}")).Json.GetProperty("whatIfId").GetString()!;
        stayId = (await service.SendAsync(HttpMethod.Post, "/v1/stays", LiveService.Content(BodyOf("POST /v1/stays")!)))
            .Json.GetProperty("stayId")
            .GetString()!;
        searchId = (await service.SendAsync(HttpMethod.Post, $"/v1/cases/{Example.CaseReference}/searches", LiveService.Content(Search)))
            .Json.GetProperty("searchId")
            .GetString()!;
        offerId = (await service.SendAsync(HttpMethod.Post, $"/v1/searches/{searchId}/offers", LiveService.Content(Offer)))
            .Json.GetProperty("offerId")
            .GetString()!;
        modelVersion = (await service.GetAsync("/v1/models")).Json.GetProperty("models")[0].GetProperty("version").GetString()!;
        runId = (await service.SendAsync(HttpMethod.Post, "/v1/models/training-runs", LiveService.Content("{}")))
            .Json.GetProperty("id")
            .GetString()!;
        // It says the access logs of the cases it reads, and other tests count entries.
        while ((await service.GetAsync($"/v1/models/training-runs/{runId}")).Json.GetProperty("state").GetString() == "running")
            await Task.Delay(20);
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public void Every_endpoint_has_a_row_and_every_row_an_endpoint() => Assert.That(Endpoints(), Is.EquivalentTo(Table.Keys));

    [Test]
    public async Task The_whole_table_holds()
    {
        var wrong = new List<string>();
        foreach (var (endpoint, roles) in Table)
        {
            foreach (var caller in LiveService.Callers.Append(Nobody))
            {
                var isOpen = roles.Contains(Open);
                var mayCall = isOpen || caller == LiveService.All || roles.Contains(caller);
                var reply = await CallAsync(endpoint, caller);
                var asExpected = mayCall
                    ? (int)reply.Status is 200 or 201 or 202 or 204 or 409 or 428
                    : reply.Status == (caller == Nobody ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden)
                        && reply.FaultAsProblem() is null;
                if (!asExpected)
                    wrong.Add($"{endpoint} by '{caller}': {reply.Status}");
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task Every_endpoint_refuses_a_parameter_it_does_not_know()
    {
        var wrong = new List<string>();
        foreach (var endpoint in Endpoints())
        {
            var reply = await CallAsync(endpoint, Table[endpoint][0] is Open ? Nobody : Table[endpoint][0], "nobodyReads=1");
            if (reply.FaultAsProblem() is { } fault)
                wrong.Add($"{endpoint}: {fault}");
            else if (reply.Status != HttpStatusCode.BadRequest || !reply.FaultyFields.Contains("nobodyReads"))
                wrong.Add($"{endpoint}: {reply}");
        }
        Assert.That(wrong, Is.Empty);
    }

    [TestCase("key-of-al")]
    [TestCase("key-of-all ")]
    [TestCase("KEY-OF-ALL")]
    [TestCase("key-of-all,key-of-all")]
    [TestCase("all")]
    [TestCase("æøå")]
    [TestCase("")]
    public async Task A_wrong_key_opens_nothing_that_is_closed(string key)
    {
        // White space around a header's value is not part of it, so a key with a blank at the end is the key itself.
        var expected = key.Trim() == LiveService.KeyOf(LiveService.All) ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
        var reply = await service.SendAsync(
            HttpMethod.Get,
            "/v1/placements",
            caller: Nobody,
            change: request => request.Headers.TryAddWithoutValidation("X-Api-Key", key)
        );
        Assert.That(reply.Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task Two_keys_at_once_are_no_key()
    {
        var reply = await service.SendAsync(
            HttpMethod.Get,
            "/v1/placements",
            caller: LiveService.All,
            change: request => request.Headers.TryAddWithoutValidation("X-Api-Key", LiveService.KeyOf("visitator"))
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("/v1/placements?X-Api-Key=key-of-all")]
    [TestCase("/v1/placements?api_key=key-of-all")]
    public async Task A_key_in_the_address_is_no_key(string path)
    {
        Assert.That((await service.GetAsync(path, Nobody)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_refused_caller_learns_nothing_of_whether_a_ranking_is_there()
    {
        var there = await service.GetAsync($"/v1/rankings/{rankingId}", "analyst");
        var notThere = await service.GetAsync($"/v1/rankings/{Guid.NewGuid()}", "analyst");
        Assert.That((there.Status, there.Text), Is.EqualTo((HttpStatusCode.Forbidden, notThere.Text)));
    }

    [Test]
    public async Task A_refused_caller_records_nothing()
    {
        var entries = await service.EntriesAsync();
        foreach (var role in new[] { "analyst", "administrator", "auditor", Nobody })
            await service.RankAsync(Example.Json, role);
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [Test]
    public void The_table_knows_every_role()
    {
        Assert.That(Table.Values.SelectMany(roles => roles).Distinct(), Is.EquivalentTo(Terms<Role>.AllTexts.Append(Open)));
    }

    /// <summary>The route table of the running service.</summary>
    List<string> Endpoints() =>
        [
            .. service
                .App.Services.GetServices<EndpointDataSource>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method =>
                        $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"
                    )
                )
                .Distinct(),
        ];

    async Task<Reply> CallAsync(string endpoint, string caller, string query = "")
    {
        var (method, route) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        var id = route switch
        {
            _ when !route.Contains("{id}", StringComparison.Ordinal) => "",
            _ when route.StartsWith("/v1/rankings", StringComparison.Ordinal) => rankingId,
            _ when route.StartsWith("/v1/stays", StringComparison.Ordinal) => stayId,
            _ when route.StartsWith("/v1/searches", StringComparison.Ordinal) => searchId,
            _ when route.StartsWith("/v1/offers", StringComparison.Ordinal) => offerId,
            _ when route.StartsWith("/v1/models", StringComparison.Ordinal) => runId,
            _ when route.StartsWith("/v1/keys", StringComparison.Ordinal) => (await service.IssueKeyAsync()).Id,
            _ => "nexus",
        };
        var body = BodyOf(endpoint);
        var path = route
            .Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{caseReference}", Example.CaseReference, StringComparison.Ordinal);
        path = path.Replace("{sequence}", "1", StringComparison.Ordinal)
            .Replace("{whatIfId}", whatIfId, StringComparison.Ordinal)
            .Replace("{version}", modelVersion, StringComparison.Ordinal)
            .Replace("{list}", "offer-decline", StringComparison.Ordinal);
        if (route.EndsWith("counterfactuals", StringComparison.Ordinal))
            path += "?placementId=nexus";
        if (route.EndsWith("consistency-proofs", StringComparison.Ordinal))
            path += "?from=1";
        if (route.EndsWith("explanation", StringComparison.Ordinal))
            path += "?audience=child";
        if (query.Length > 0)
            path += (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;
        return await service.SendAsync(new HttpMethod(method), path, body is null ? null : LiveService.Content(body), caller);
    }

    /// <summary>A body the endpoint takes; null when it takes none.</summary>
    internal static string? BodyOf(string endpoint) =>
        endpoint switch
        {
            "POST /v1/keys" => $$"""{"name":"k-{{Guid.NewGuid()}}","roles":["auditor"]}""",
            "POST /v1/keys/{id}/rotation" => """{"overlapDays":0}""",
            "POST /v1/models/{version}/promotion" or "POST /v1/models/rollback" => """{"by":"Anna Holm"}""",
            "PUT /v1/models/use" => """{"on":true}""",
            "POST /v1/models/training-runs" => "{}",
            "PUT /v1/cases/{caseReference}/team" => """{"team":null}""",
            "PUT /v1/cases/{caseReference}/legal-hold" => """{"held":true,"reason":"complaint"}""",
            "POST /v1/cases/{caseReference}/erasure" => """{"reason":"retention-ended"}""",
            "PUT /v1/cases/{caseReference}/profile" => Profiles.ProfilesTests.Body(),
            "PATCH /v1/cases/{caseReference}/profile" => """{"child":{"schoolAttendance":"regular"}}""",
            "POST /v1/cases/{caseReference}/rankings" => "{}",
            "POST /v1/cases/{caseReference}/closing" => """{"reason":"returned-home"}""",
            "POST /v1/cases/{caseReference}/reopening" => null,
            "PUT /v1/cases/{caseReference}/external-ids" => """{"caseNumber":"27-1","system":"case-system"}""",
            "POST /v1/cases/{caseReference}/searches" => Search,
            "PATCH /v1/searches/{id}" => """{"withdrawn":"need-changed"}""",
            "POST /v1/searches/{id}/offers" => Offer,
            "PATCH /v1/offers/{id}" => """{"answer":"declined","reason":"staffing"}""",
            "POST /v1/rankings/{id}/what-if" => """{"child":{"schoolAttendance":"regular"}}""",
            "POST /v1/stays" => $$"""{"caseReference":"{{Example.CaseReference}}","placementId":"nexus","start":"2025-04-01"}""",
            "POST /v1/stays/{id}/withdrawal" => """{"reason":"recorded-twice"}""",
            "PATCH /v1/stays/{id}" => """{"end":"2025-06-30","ending":"planned"}""",
            "PUT /v1/placements/{id}/peer-group" => """{"asOf":"2026-11-22","residents":6}""",
            _ when endpoint.StartsWith("PUT", StringComparison.Ordinal) => """{"freePlaces":1,"asOf":"2026-11-22"}""",
            _ when endpoint.StartsWith("POST", StringComparison.Ordinal) => Example.Json,
            _ => null,
        };
}
