namespace Matching.Api.Http;

/// <summary>What rooms describe their calls with, for the OpenAPI document.</summary>
internal static class EndpointDescriptions
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>The header in which a caller says what a child's record is looked at for.</summary>
    internal const string PurposeHeader = "X-Purpose";

    /// <summary>The query parameter that shortens an answer.</summary>
    internal static readonly DescribedParameter Top = new(
        "top",
        InHeader: false,
        "Show only the first N ranked placements, and how many are omitted. A view: the record holds all.",
        IsNumber: true
    );

    /// <summary>The header that says what a child's record is looked at for.</summary>
    internal static readonly DescribedParameter Purpose = new(
        PurposeHeader,
        InHeader: true,
        "What the child's record is looked at for, 1 to 200 characters; kept in the access log of the case."
    );

    /// <summary>The header that chooses the language.</summary>
    internal static readonly DescribedParameter Language = new(
        "Accept-Language",
        InHeader: true,
        "da (default) or en, for all texts, those of problems included."
    );

    /// <summary>Describes an answer of an endpoint, for answers that write themselves.</summary>
    internal static void AddAnswer<TShape>(this EndpointBuilder builder, int status) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(TShape), ["application/json"]));

    /// <summary>The problems a call that needs a role is answered with, those of every such call included.</summary>
    internal static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, params int[] statuses) =>
        route
            .FailsWith([.. statuses.Union(statuses.Contains(413) ? [401, 403, 408, 429, 503] : [401, 403, 429, 503])])
            .RefusesWhatIsTooLarge();

    /// <summary>
    /// The problems of requests that are too large, which any call is answered with before anybody is asked who is calling.
    /// </summary>
    internal static RouteHandlerBuilder RefusesWhatIsTooLarge(this RouteHandlerBuilder route) => route.FailsWith(414, 431);

    /// <summary>The problems that some statuses stand for.</summary>
    internal static RouteHandlerBuilder FailsWith(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
            route.Produces<ProblemShape>(status, ProblemJson);
        return route;
    }
}

/// <summary>A query parameter or header of a call.</summary>
internal sealed record DescribedParameter(string Name, bool InHeader, string Description, bool IsNumber = false)
{
    /// <summary>The words it may be; null = any.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Whether the call needs it.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>An example of a request body.</summary>
internal sealed record DescribedExample(string Name, string Json);

/// <summary>Media types an answer is given in beside its JSON.</summary>
internal sealed record OtherForms(IReadOnlyList<string> MediaTypes);

/// <summary>Marks the call that the example cases are requests to.</summary>
internal sealed record WorkedExamples;

/// <summary>A failed request (RFC 9457). errors lists every fault by the path of its field.</summary>
public sealed record ProblemShape(
    string Type,
    string Title,
    int Status,
    string? Detail,
    string? TraceId,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors
);
