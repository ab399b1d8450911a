using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Matching.Api.Http;

/// <summary>An answer that holds documents as they stand in their files, and so is written member by member.</summary>
/// <param name="write">Writes the whole of it.</param>
/// <typeparam name="TShape">What the OpenAPI document shows of it.</typeparam>
internal sealed class JsonAnswer<TShape>(Action<Utf8JsonWriter> write) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, Json.Options);
        write(writer);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.AddAnswer<TShape>(StatusCodes.Status200OK);
}
