using Matching.Engine.Parsing;

namespace Matching.Api.Http;

/// <summary>
/// What is wrong with one request. Every part that is bound notes its own faults; <see cref="ApiEndpoints"/> answers with them all.
/// </summary>
internal static class RequestProblems
{
    /// <summary>The faults noted so far. Query parameters that the call does not describe are among them from the first.</summary>
    public static Problems Problems(this HttpContext context) => StateOf(context).Problems;

    /// <summary>Why the request cannot be read at all; null when it can.</summary>
    public static ProblemAnswer? Refusal(this HttpContext context) => StateOf(context).Refusal;

    /// <summary>Notes that the request cannot be read at all.</summary>
    public static void Refuse(this HttpContext context, ProblemAnswer problem) => StateOf(context).Refusal ??= problem;

    private static State StateOf(HttpContext context)
    {
        if (context.Features.Get<State>() is { } known)
            return known;
        var state = new State();
        context.Features.Set(state);
        var described = context.GetEndpoint()?.Metadata.GetOrderedMetadata<DescribedParameter>() ?? [];
        QueryText.RejectUnknownParameters(
            context.Request.Query,
            state.Problems,
            [.. described.Where(parameter => !parameter.InHeader).Select(parameter => parameter.Name)]
        );
        return state;
    }

    private sealed class State
    {
        public Problems Problems { get; } = new();

        public ProblemAnswer? Refusal { get; set; }
    }
}
