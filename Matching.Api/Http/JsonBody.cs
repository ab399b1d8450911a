using System.Reflection;
using System.Text.Json;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.Metadata;

namespace Matching.Api.Http;

/// <summary>The body of a request as a JSON object, read within the limits of <see cref="RequestBody"/>.</summary>
public sealed class JsonBody
{
    private JsonBody(JsonElement root) => Root = root;

    /// <summary>The object; valid until the answer is sent.</summary>
    public JsonElement Root { get; }

    /// <summary>
    /// Reads the body, of a media type that the call accepts. When it cannot be read the request is refused, and its handler not called.
    /// </summary>
    public static async ValueTask<JsonBody> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var (json, problem) = await RequestBody.ReadAsync(
            context.Request,
            context.Problems(),
            context.RequestAborted,
            context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes
        );
        if (json is null)
        {
            context.Refuse(problem!);
            return new JsonBody(default);
        }
        context.Response.RegisterForDispose(json);
        return new JsonBody(json.RootElement);
    }
}

/// <summary>What is read of a JSON body.</summary>
/// <typeparam name="TSelf">The type that is read.</typeparam>
public interface IRequestBody<TSelf>
    where TSelf : class
{
    /// <summary>Reads it, noting every fault; null only when there are faults.</summary>
    static abstract TSelf? Read(ObjectReader body, HttpContext context);
}

/// <summary>A JSON body that is read as a whole; its handler is called only when it has no faults.</summary>
/// <param name="Value">What was read.</param>
public sealed record Body<T>(T Value)
    where T : class, IRequestBody<T>
{
    /// <summary>Reads it; faults are noted, fields that are not known among them.</summary>
    public static async ValueTask<Body<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var json = await JsonBody.BindAsync(context, parameter);
        if (context.Refusal() is not null)
            return new Body<T>(default(T)!);
        var reader = ObjectReader.Open(json.Root, "", context.Problems())!;
        var value = T.Read(reader, context);
        reader.Close();
        return new Body<T>(value!);
    }
}
