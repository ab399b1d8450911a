using Matching.Api.Security;
using Microsoft.OpenApi;

namespace Matching.Api.OpenApi;

/// <summary>The OpenAPI document and the pages to try it on, open to all: they say what the service can do, nothing about anyone.</summary>
public static class OpenApiServices
{
    /// <summary>Below which document and pages lie.</summary>
    public const string Path = "/swagger";

    /// <summary>Makes the document.</summary>
    public static IServiceCollection AddOpenApi(this IServiceCollection services, string dataFolder)
    {
        services.AddEndpointsApiExplorer();
        return services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(
                "v1",
                new OpenApiInfo
                {
                    Title = "Matching",
                    Version = "v1",
                    Description =
                        "Ranks residential placements for a child with reasons that can be checked. People decide; the service never does.",
                }
            );
            options.AddSecurityDefinition(
                ApiKeyAuthentication.Scheme,
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = ApiKeyAuthentication.Header,
                    Description =
                        "The key of a caller. Run from source without configured keys, the service prints a development key at start.",
                }
            );
            options.AddSecurityDefinition(
                BearerScheme.Name,
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "A token of the configured issuer, where there is one. Never together with a key.",
                }
            );
            // Two requirements: either is enough.
            foreach (var scheme in new[] { ApiKeyAuthentication.Scheme, BearerScheme.Name })
                options.AddSecurityRequirement(document => new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(scheme, document)] = [],
                });
            options.CustomSchemaIds(type =>
                type.Name.EndsWith("Shape", StringComparison.Ordinal) ? type.Name[..^"Shape".Length] : type.Name
            );
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.IncludeXmlComments(typeof(OpenApiServices).Assembly);
            options.IncludeXmlComments(typeof(Engine.Matcher).Assembly);
            // A reference cannot say that null is allowed; one inside allOf can.
            options.UseAllOfToExtendReferenceSchemas();
            options.SchemaFilter<RequestLimits>();
            options.SchemaFilter<AnswerWithoutId>();
            options.SchemaFilter<ProfileRankingAnswer>();
            options.SchemaFilter<SingleLineDescriptions>();
            options.OperationFilter<DescribedCalls>(dataFolder);
        });
    }

    /// <summary>Serves the document and the pages.</summary>
    public static void UseSwaggerPages(this WebApplication app) =>
        // Only where they are asked for: the generator, with all its documentation, would be made again for every request of any kind.
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Path),
            pages =>
            {
                pages.UseSwagger();
                pages.UseSwaggerUI(options =>
                {
                    options.DocumentTitle = "Matching";
                    options.SwaggerEndpoint($"{Path}/v1/swagger.json", "Matching v1");
                });
            }
        );
}
