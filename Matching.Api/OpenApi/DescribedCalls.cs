using System.Text.Json.Nodes;
using Matching.Api.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Matching.Api.OpenApi;

/// <summary>
/// Writes parameters, worked examples and the need for a key into the OpenAPI document, from what the routes say of themselves.
/// </summary>
internal sealed class DescribedCalls(string dataFolder) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        AddPathParameters(operation, context.ApiDescription.RelativePath ?? "");
        foreach (var parameter in metadata.OfType<DescribedParameter>())
        {
            (operation.Parameters ??= []).Add(
                new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                    Description = parameter.Description,
                    Required = parameter.IsRequired,
                    Schema = new OpenApiSchema
                    {
                        Type = parameter.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String,
                        Minimum = parameter.IsNumber ? "1" : null,
                        Enum = parameter.Words?.Select(word => (JsonNode)word).ToList(),
                    },
                }
            );
        }
        foreach (var form in metadata.OfType<OtherForms>().SelectMany(forms => forms.MediaTypes))
            operation.Responses!["200"].Content![form] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        if (
            metadata.OfType<WorkedExamples>().Any()
            && operation.RequestBody?.Content?.TryGetValue("application/json", out var body) == true
        )
            AddExamples(body);
        foreach (
            var (example, content) in metadata
                .OfType<DescribedExample>()
                .SelectMany(example => (operation.RequestBody?.Content?.Values ?? []).Select(content => (example, content)))
        )
        {
            if (content is OpenApiMediaType open)
                (open.Examples ??= new Dictionary<string, IOpenApiExample>()).Add(
                    example.Name,
                    new OpenApiExample { Value = JsonNode.Parse(example.Json) }
                );
        }
        if (metadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [];
    }

    /// <summary>Adds the parameters of the address that bind themselves, which nothing else describes.</summary>
    private static void AddPathParameters(OpenApiOperation operation, string path)
    {
        var inPath = RoutePatternFactory.Parse(path).Parameters.Select(parameter => parameter.Name).ToList();
        var parameters = operation.Parameters ??= [];
        foreach (var name in inPath.Where(name => !parameters.Any(known => known.Name == name)))
            parameters.Insert(
                inPath.IndexOf(name),
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
    }

    private void AddExamples(IOpenApiMediaType body)
    {
        var folder = Path.Combine(dataFolder, "examples");
        if (body is not OpenApiMediaType content || !Directory.Exists(folder))
            return;
        content.Examples = Directory
            .EnumerateFiles(folder, "*.json")
            .Order(StringComparer.Ordinal)
            .ToDictionary(
                file => Path.GetFileNameWithoutExtension(file),
                IOpenApiExample (file) => new OpenApiExample { Value = JsonNode.Parse(File.ReadAllText(file)) }
            );
    }
}
