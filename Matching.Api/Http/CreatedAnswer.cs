using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Matching.Api.Http;

/// <summary>An answer about what was recorded now, with its address.</summary>
/// <param name="answer">The answer.</param>
/// <param name="location">The address.</param>
/// <typeparam name="TShape">What the OpenAPI document shows of it.</typeparam>
internal sealed class CreatedAnswer<TShape>(WordedAnswer<TShape> answer, string location) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status201Created;
        httpContext.Response.Headers.Location = location;
        return answer.ExecuteAsync(httpContext);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.AddAnswer<TShape>(StatusCodes.Status201Created);
}
