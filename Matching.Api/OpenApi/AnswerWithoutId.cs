using Matching.Api.Rankings;
using Matching.Api.WhatIfs;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Matching.Api.OpenApi;

/// <summary>
/// Describes the answer of a what-if as that of a ranking, so that the two never differ but by what they say of themselves.
/// </summary>
internal sealed class AnswerWithoutId : ISchemaFilter
{
    private static readonly string[] OfItsOwn = ["rankingId", "recordedAt"];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(WhatIfAnswerShape) || schema is not OpenApiSchema answer)
            return;
        context.SchemaGenerator.GenerateSchema(typeof(RankingAnswerShape), context.SchemaRepository);
        var ranking = context.SchemaRepository.Schemas["RankingAnswer"];
        answer.Properties = ranking.Properties!.Where(property => !OfItsOwn.Contains(property.Key)).ToDictionary();
        answer.Required = ranking.Required!.Except(OfItsOwn).ToHashSet(StringComparer.Ordinal);
        answer.AdditionalProperties = ranking.AdditionalProperties;
        answer.AdditionalPropertiesAllowed = ranking.AdditionalPropertiesAllowed;
    }
}
