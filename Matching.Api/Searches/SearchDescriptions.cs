using Matching.Api.Cases;
using Matching.Api.Http;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Searches;

/// <summary>What the OpenAPI document says of the calls about searches and offers.</summary>
internal static class SearchDescriptions
{
    private const string Json = "application/json";

    public static void DescribeOpen(this RouteHandlerBuilder route) =>
        route
            .WithName("openSearch")
            .WithSummary("Begin to look for a place for the child of a case")
            .WithDescription("A case has one open search (409). It ends when a stay is recorded, or when it is withdrawn.")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Accepts<SearchRequestShape>(Json)
            .Fails(400, 404, 409, 410, 413, 415, 503);

    public static void DescribeList(this RouteHandlerBuilder route) =>
        route
            .WithName("listSearches")
            .WithSummary("The searches of a case with their offers, oldest first")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Fails(400, 404, 503);

    public static void DescribeFindSearch(this RouteHandlerBuilder route) =>
        route
            .WithName("getSearch")
            .WithSummary("A search with its offers and what has to be done about it")
            .WithMetadata(Purpose)
            .Fails(400, 404, 410, 503);

    public static void DescribeWithdraw(this RouteHandlerBuilder route) =>
        route
            .WithName("withdrawSearch")
            .WithSummary("Look for a place no longer; open offers and held beds are released with it")
            .WithMetadata(EntityConditions.Described, Purpose)
            .Accepts<SearchWithdrawalShape>(Json)
            .Fails(400, 404, 409, 410, 412, 413, 415, 428, 503);

    public static void DescribeAsk(this RouteHandlerBuilder route) =>
        route
            .WithName("askPlace")
            .WithSummary("Ask a place whether it can take the child")
            .WithDescription("Several may be asked at once. Without an answer by the day it is asked for, an offer is expired.")
            .WithMetadata(Purpose)
            .Accepts<OfferRequestShape>(Json)
            .Fails(400, 404, 409, 410, 413, 415, 503);

    public static void DescribeFindOffer(this RouteHandlerBuilder route) =>
        route
            .WithName("getOffer")
            .WithSummary("A place that was asked, and what came of it")
            .WithMetadata(Purpose)
            .Fails(400, 404, 410, 503);

    public static void DescribeReply(this RouteHandlerBuilder route) =>
        route
            .WithName("answerOffer")
            .WithSummary("Record what came of an offer")
            .WithDescription(
                "An acceptance holds a bed until the stay begins or the last day of the hold has passed, and releases the other open offers; "
                    + "one that comes undone is recorded in the same way. The reason of a decline says what follows (consequence)."
            )
            .WithMetadata(EntityConditions.Described, Purpose)
            .Accepts<OfferReplyShape>(Json)
            .Fails(400, 404, 409, 410, 412, 413, 415, 428, 503);

    public static void DescribeEnquiry(this RouteHandlerBuilder route) =>
        route
            .WithName("getEnquiry")
            .WithSummary("The text that the place is asked with: what it must know to answer, and not whose child it is")
            .WithMetadata(Purpose, Letters.LetterFormats.Described)
            .Fails(400, 404, 406, 409, 410, 503);
}
