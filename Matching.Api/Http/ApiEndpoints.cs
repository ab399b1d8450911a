using Matching.Api.Storage;

namespace Matching.Api.Http;

/// <summary>The one way to map a call of the API: what is wrong with a request is answered before its handler is called.</summary>
internal static class ApiEndpoints
{
    /// <summary>
    /// A group of calls. Unknown query parameters and all faults noted while the request was bound are answered with 400, refusals and
    /// erased records with their problems, in the language that is asked for. What is answered below <c>/v1</c> is never kept
    /// (<c>no-store</c>, <see cref="SecurityHeaders"/>).
    /// </summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string prefix, string tag)
    {
        var group = app.MapGroup(prefix).WithTags(tag);
        group.AddEndpointFilter(AnswerProblemsAsync);
        group.WithMetadata(EndpointDescriptions.Language);
        return group;
    }

    /// <summary>What is answered, with 410, when a record that a call of the group reads was erased.</summary>
    public static RouteGroupBuilder WhenErased(this RouteGroupBuilder group, string title) => group.WithMetadata(new ErasedTitle(title));

    /// <summary>
    /// Lets a handler answer the faults of a body itself: what was recorded before is the answer to the same body for ever.
    /// </summary>
    public static RouteHandlerBuilder AnswersFaultsItself(this RouteHandlerBuilder route) =>
        route.WithMetadata(new FaultsAnsweredByHandler());

    private static async ValueTask<object?> AnswerProblemsAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var metadata = context.GetEndpoint()!.Metadata;
        if (context.Refusal() is { } refusal)
            return refusal;
        if (!context.Problems().None && metadata.GetMetadata<FaultsAnsweredByHandler>() is null)
            return ProblemAnswer.BadInput(context.Problems());
        try
        {
            return await next(invocation);
        }
        catch (RequestRefusedException refused)
        {
            return refused.Problem;
        }
        catch (PayloadUnreadableException erased) when (erased.KeyIsMissing && metadata.GetMetadata<ErasedTitle>() is not null)
        {
            return new ProblemAnswer(StatusCodes.Status410Gone, metadata.GetMetadata<ErasedTitle>()!.Title);
        }
    }

    private sealed record ErasedTitle(string Title);

    private sealed record FaultsAnsweredByHandler;
}

/// <summary>A request that is in order and cannot be done.</summary>
/// <param name="problem">What is answered.</param>
public class RequestRefusedException(ProblemAnswer problem) : Exception(problem.Title)
{
    /// <summary>What is answered.</summary>
    public ProblemAnswer Problem => problem;
}
