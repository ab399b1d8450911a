using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Matching.Api.Http;

/// <summary>How small answers are written: camelCase, words in kebab-case.</summary>
internal static class JsonServices
{
    /// <summary>Sets it for every endpoint.</summary>
    /// <param name="services">The services.</param>
    /// <param name="answers">Knows the types of the answers; what it does not know is looked at while the service runs.</param>
    public static IServiceCollection AddJson(this IServiceCollection services, IJsonTypeInfoResolver answers) =>
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, answers);
            options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            options.SerializerOptions.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
            );
        });
}
