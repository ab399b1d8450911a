using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Engine.Parsing;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Profiles;

/// <summary>What the OpenAPI document says of the calls about living profiles.</summary>
internal static class ProfileDescriptions
{
    private const string JsonType = "application/json";

    public static void DescribePut(this RouteHandlerBuilder route) =>
        route
            .WithName("putProfile")
            .WithSummary("Keep what is known of the child of a case: the first version, or the next")
            .WithDescription(
                "201 for the first version, which a case may begin with; after that If-Match is needed. A profile with nothing changed "
                    + "makes no version. 409 with the code like-reference where the name would be taken for another case's."
            )
            .WithMetadata(EntityConditions.Described, EntityConditions.DescribedNothingYet, Purpose, CaseReference.DescribedInQuery)
            .Accepts<ProfileRequestShape>(JsonType)
            .Fails(400, 404, 409, 412, 413, 415, 428, 503);

    public static void DescribePatch(this RouteHandlerBuilder route) =>
        route
            .WithName("patchProfile")
            .WithSummary("Change some of what is known of the child of a case")
            .WithDescription("The body is a JSON merge patch (RFC 7396) over the profile in force: null says that a fact is not known.")
            .WithMetadata(EntityConditions.Described, Purpose, CaseReference.DescribedInQuery)
            .WithMetadata(new DescribedExample("school", """{ "child": { "schoolAttendance": "regular" } }"""))
            .Accepts<IReadOnlyDictionary<string, JsonElement>>(JsonType, MergePatch.MediaType)
            .Fails(400, 404, 409, 412, 413, 415, 428, 503);

    public static void DescribeFind(this RouteHandlerBuilder route) =>
        route
            .WithName("getProfile")
            .WithSummary("What is known of the child of a case, now or in an earlier version")
            .WithMetadata(AskedVersion.Described, Purpose, CaseReference.DescribedInQuery)
            .Fails(400, 404, 503);

    public static void DescribeVersions(this RouteHandlerBuilder route) =>
        route
            .WithName("listProfileVersions")
            .WithSummary("The versions of a profile, oldest first: when, who, and which fields changed")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Fails(400, 404, 503);

    public static void DescribeRankProfile(this RouteHandlerBuilder route) =>
        route
            .WithName("rankProfile")
            .WithSummary("Rank every placement for the child of a case as its profile is now, and record it")
            .WithDescription("As a ranking of its own, with the version that was ranked and what changed since the case's ranking before.")
            .WithMetadata(
                Top,
                Purpose,
                CaseReference.DescribedInQuery,
                new DescribedParameter(
                    "Idempotency-Key",
                    InHeader: true,
                    "The same key with the same body gives the same ranking of the case (200), recorded once; with another body 422."
                )
            )
            .Accepts<ProfileRankingRequestShape>(JsonType)
            .Fails(400, 404, 409, 410, 413, 415, 422, 503);
}
