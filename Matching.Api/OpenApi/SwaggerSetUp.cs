using Microsoft.OpenApi;

namespace Matching.Api.OpenApi;

/// <summary>The OpenAPI document and the pages to try it on, open to all: they tell what the service can do, nothing about anyone.</summary>
public static class SwaggerSetUp
{
    /// <summary>Makes the document.</summary>
    public static IServiceCollection AddSwagger(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        return services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "Matching",
                Version = "v1",
                Description = "Ranks residential placements for a child with reasons that can be checked. People decide; the service never does.",
            });
        });
    }

    /// <summary>Serves the document and the pages.</summary>
    public static void UseSwaggerPages(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(options =>
        {
            options.DocumentTitle = "Matching";
            options.SwaggerEndpoint("/swagger/v1/swagger.json", "Matching v1");
        });
    }
}
