using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Matching.Api.OpenApi;

/// <summary>Joins the lines of a description: they are broken where the source is, not where the text is.</summary>
internal sealed partial class SingleLineDescriptions : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        schema.Description = Joined(schema.Description);
        foreach (var property in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Values)
            property.Description = Joined(property.Description);
    }

    private static string? Joined(string? text) => text is null ? null : LineBreak().Replace(text, " ");

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineBreak();
}
