using Matching.Api.Cases;
using Matching.Api.Http;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Caseload;

/// <summary>What the OpenAPI document says of the calls about many cases, and about closing one.</summary>
internal static class CaseloadDescriptions
{
    private const string Json = "application/json";

    public static void DescribeCaseList(this RouteHandlerBuilder route) =>
        route
            .WithName("listCases")
            .WithSummary("The cases that the caller may see, a page at a time: the waiting list is state=waiting")
            .WithDescription(
                "A case that the caller may not see is not there, and is not counted. A page is one line in the access log of each case "
                    + "on it. The Link header says where the list goes on (rel=next)."
            )
            .WithMetadata([.. CaseListQuery.Described, PageQuery.DescribedLimit, PageQuery.DescribedCursor, Purpose])
            .Fails(400, 503);

    public static void DescribeClose(this RouteHandlerBuilder route) =>
        route
            .WithName("closeCase")
            .WithSummary("Close a case: nothing more is done in it")
            .WithDescription("409 while a place is looked for or a stay goes on. What happens all the same is recorded as ever.")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Accepts<ClosingRequestShape>(Json)
            .Fails(400, 404, 409, 413, 415, 503);

    public static void DescribeReopen(this RouteHandlerBuilder route) =>
        route
            .WithName("reopenCase")
            .WithSummary("Go on with a closed case")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Fails(400, 404, 409, 503);

    public static void DescribeFindClosing(this RouteHandlerBuilder route) =>
        route
            .WithName("getClosing")
            .WithSummary("Whether a case is closed, and why")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Fails(400, 404, 503);

    public static void DescribeSetExternalIds(this RouteHandlerBuilder route) =>
        route
            .WithName("putExternalIds")
            .WithSummary("Say what another system calls a case")
            .WithDescription("201 the first time; after that If-Match is needed.")
            .WithMetadata(EntityConditions.Described, EntityConditions.DescribedNothingYet, Purpose, CaseReference.DescribedInQuery)
            .Accepts<ExternalIdsShape>(Json)
            .Fails(400, 404, 412, 413, 415, 428, 503);

    public static void DescribeFindExternalIds(this RouteHandlerBuilder route) =>
        route
            .WithName("getExternalIds")
            .WithSummary("What another system calls a case")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Fails(400, 404, 503);
}
