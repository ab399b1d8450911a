using System.IO.Pipelines;
using System.Reflection;
using Matching.Engine.Localization;
using Microsoft.AspNetCore.Http.Metadata;

namespace Matching.Api.Http;

/// <summary>An answer about a child, already worked out, that is written in the caller's language.</summary>
/// <typeparam name="TShape">What the OpenAPI document shows of it.</typeparam>
public abstract class WordedAnswer<TShape> : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var language = AcceptedLanguage.Mark(httpContext);
        response.ContentType = "application/json; charset=utf-8";
        Write(response.BodyWriter, language);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.AddAnswer<TShape>(StatusCodes.Status200OK);

    /// <summary>Writes the answer as JSON.</summary>
    protected abstract void Write(PipeWriter body, Language language);
}
