using Matching.Api.Cases;
using Matching.Api.Codes;
using Matching.Api.Http;
using Matching.Api.Letters;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Searches;

/// <summary>Looking for places and asking them, over HTTP.</summary>
public static class SearchesApi
{
    private const string Searches = "/v1/searches",
        Offers = "/v1/offers";

    /// <summary>The routes.</summary>
    public static void MapSearches(this IEndpointRouteBuilder app)
    {
        const string erased = "The search was erased.";
        var cases = app.MapApi("/v1/cases/{caseReference}/searches", "Searches").WhenErased(erased);
        cases.MapPost("", OpenAsync).ForRoles(Role.Visitator, Role.CaseSystem).AnswersFaultsItself().DescribeOpen();
        cases.MapGet("", ListAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeList();
        var searches = app.MapApi(Searches, "Searches").WhenErased(erased);
        searches.MapGet("/{id}", FindAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFindSearch();
        searches.MapPatch("/{id}", WithdrawAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeWithdraw();
        searches.MapPost("/{id}/offers", AskAsync).ForRoles(Role.Visitator).AnswersFaultsItself().DescribeAsk();
        var offers = app.MapApi(Offers, "Searches").WhenErased(erased);
        offers.MapGet("/{id}", FindOfferAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFindOffer();
        offers.MapPatch("/{id}", ReplyAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeReply();
        offers.MapGet("/{id}/enquiry", EnquireAsync).ForRoles(Role.Visitator).DescribeEnquiry();
    }

    private static async Task<Results<Created<SearchAnswer>, Ok<SearchAnswer>, ProblemAnswer>> OpenAsync(
        HttpContext context,
        CaseReference caseReference,
        IdempotencyKey key,
        Requester requester,
        JsonBody body,
        SearchHandler handler,
        CodeLists codes,
        Today today
    )
    {
        var problems = context.Problems();
        var request = SearchRequest.Read(body.Root, codes, today.InCopenhagen(), problems);
        return await handler.OpenAsync(caseReference, problems.None ? request : null, body.Root, requester, key) switch
        {
            null => problems.None ? CasesApi.NoSuchCase() : ProblemAnswer.BadInput(problems),
            { Refusal: { } refusal } => refusal,
            { Search: { } search, IsNew: true } => TypedResults.Created($"{Searches}/{search.SearchId}", Tagged(context, search)),
            { Search: { } search } => TypedResults.Ok(Tagged(context, search)),
            _ => throw new InvalidOperationException("A search is answered or refused."),
        };
    }

    private static async Task<Results<Ok<SearchesAnswer>, ProblemAnswer>> ListAsync(
        CaseReference caseReference,
        Requester requester,
        SearchHandler handler
    ) =>
        await handler.ListAsync(caseReference, requester) is { } searches
            ? TypedResults.Ok(new SearchesAnswer(caseReference.Value, searches))
            : CasesApi.NoSuchCase();

    private static async Task<Results<Ok<SearchAnswer>, ProblemAnswer>> FindAsync(
        HttpContext context,
        SearchId id,
        Requester requester,
        SearchHandler handler
    ) => await handler.FindAsync(id, requester) is { } search ? TypedResults.Ok(Tagged(context, search)) : NoSuchSearch();

    private static async Task<Results<Ok<SearchAnswer>, ProblemAnswer>> WithdrawAsync(
        HttpContext context,
        SearchId id,
        EntityConditions conditions,
        Requester requester,
        Body<SearchWithdrawalRequest> body,
        SearchHandler handler
    ) =>
        await handler.WithdrawAsync(id, body.Value.Reason, conditions, requester) switch
        {
            null => NoSuchSearch(),
            { Refusal: { } refusal } => refusal,
            { Search: { } search } => TypedResults.Ok(Tagged(context, search)),
            _ => throw new InvalidOperationException("A search is answered or refused."),
        };

    private static async Task<Results<Created<OfferAnswer>, Ok<OfferAnswer>, ProblemAnswer>> AskAsync(
        HttpContext context,
        SearchId id,
        IdempotencyKey key,
        Requester requester,
        JsonBody body,
        SearchHandler handler,
        ReferenceDataStore referenceStore,
        SearchRules rules,
        Today today
    )
    {
        var problems = context.Problems();
        var request = OfferRequest.Read(body.Root, referenceStore.Current.ReferenceDataSet, rules, today.InCopenhagen(), problems);
        return await handler.AskAsync(id, request, body.Root, requester, key) switch
        {
            null => problems.None ? NoSuchSearch() : ProblemAnswer.BadInput(problems),
            { Refusal: { } refusal } => refusal,
            { Offer: { } offer, IsNew: true } => TypedResults.Created($"{Offers}/{offer.OfferId}", Tagged(context, offer)),
            { Offer: { } offer } => TypedResults.Ok(Tagged(context, offer)),
            _ => throw new InvalidOperationException("An offer is answered or refused."),
        };
    }

    private static async Task<Results<Ok<OfferAnswer>, ProblemAnswer>> FindOfferAsync(
        HttpContext context,
        OfferId id,
        Requester requester,
        SearchHandler handler
    ) => await handler.FindOfferAsync(id, requester) is { } offer ? TypedResults.Ok(Tagged(context, offer)) : NoSuchOffer();

    private static async Task<Results<Ok<OfferAnswer>, ProblemAnswer>> ReplyAsync(
        HttpContext context,
        OfferId id,
        EntityConditions conditions,
        Requester requester,
        Body<OfferReplyRequest> body,
        SearchHandler handler
    ) =>
        await handler.ReplyAsync(id, body.Value, conditions, requester) switch
        {
            null => NoSuchOffer(),
            { Refusal: { } refusal } => refusal,
            { Offer: { } offer } => TypedResults.Ok(Tagged(context, offer)),
            _ => throw new InvalidOperationException("An offer is answered or refused."),
        };

    private static async Task<Results<LetterAnswer, ProblemAnswer>> EnquireAsync(
        HttpContext context,
        OfferId id,
        Requester requester,
        EnquiryHandler handler
    )
    {
        if (LetterFormats.Accepted(context.Request) is not { } format)
            return LetterFormats.NoneAccepted();
        return await handler.WriteAsync(id, AcceptedLanguage.Of(context.Request), requester) switch
        {
            null => NoSuchOffer(),
            { Refusal: { } refusal } => refusal,
            { Letter: { } letter } => new LetterAnswer(letter, format),
            _ => throw new InvalidOperationException("An enquiry is answered or refused."),
        };
    }

    private static SearchAnswer Tagged(HttpContext context, SearchAnswer search)
    {
        context.Response.Headers.ETag = EntityConditions.TagOf(search.Version);
        return search;
    }

    private static OfferAnswer Tagged(HttpContext context, OfferAnswer offer)
    {
        context.Response.Headers.ETag = EntityConditions.TagOf(offer.Version);
        return offer;
    }

    private static ProblemAnswer NoSuchSearch() => new(StatusCodes.Status404NotFound, "There is no such search.");

    private static ProblemAnswer NoSuchOffer() => new(StatusCodes.Status404NotFound, "There is no such offer.");
}
