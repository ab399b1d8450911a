using Matching.Api.Profiles;
using Matching.Api.Rankings;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Matching.Api.OpenApi;

/// <summary>Describes the ranking of a living profile as any ranking and what changed since the one before.</summary>
internal sealed class ProfileRankingAnswer : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(ProfileRankingShape) || schema is not OpenApiSchema answer)
            return;
        context.SchemaGenerator.GenerateSchema(typeof(RankingAnswerShape), context.SchemaRepository);
        var ranking = context.SchemaRepository.Schemas["RankingAnswer"];
        answer.Properties = ranking.Properties!.Concat(answer.Properties!).ToDictionary();
        answer.Required = ranking.Required!.Union(answer.Required!).ToHashSet(StringComparer.Ordinal);
    }
}
