using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.Security;
using Matching.Api.Stays;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Matching.Api.OpenApi;

/// <summary>Writes the limits of requests into the OpenAPI document.</summary>
internal sealed class RequestLimits : ISchemaFilter
{
    private const int MostItems = 50,
        MostHandover = 500;

    private static readonly Type[] Requests =
    [
        typeof(RankingRequestShape),
        typeof(ChildShape),
        typeof(DiagnosisShape),
        typeof(SubstanceUseShape),
        typeof(AbscondingShape),
        typeof(CrimeShape),
        typeof(EarlierPlacementShape),
        typeof(MeasureTriedShape),
        typeof(HomeShape),
        typeof(SafetyShape),
        typeof(HandoverShape),
        typeof(WishesShape),
        typeof(WishShape),
        typeof(ConflictShape),
        typeof(LegalShape),
        typeof(AvailabilityReportShape),
        typeof(PeerGroupReportShape),
        typeof(StayRequestShape),
        typeof(KeyRequestShape),
        typeof(KeyRotationShape),
    ];

    private static readonly Dictionary<string, (string Least, string Most)> Ranges = new(StringComparer.Ordinal)
    {
        ["ageYears"] = ("0", "17"),
        ["episodesLast12Months"] = ("0", "1000"),
        ["longestAbsenceDays"] = ("0", "3650"),
        ["freePlaces"] = ("0", "1000"),
        ["residents"] = ("0", "1000"),
        ["gangTies"] = ("0", "1000"),
        ["severeSelfHarm"] = ("0", "1000"),
        ["youngestAge"] = ("0", "17"),
        ["oldestAge"] = ("0", "17"),
        ["overlapDays"] = ("0", "30"),
        ["movesTotal"] = ("0", "200"),
    };

    private static readonly Dictionary<string, string> Patterns = new(StringComparer.Ordinal)
    {
        ["caseReference"] = @"^[\p{L}0-9\-_./]{1,64}$",
        ["code"] = @"^D?[A-Z][0-9]{2}(\.?[0-9A-Z]{1,4})?$",
    };

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (!Requests.Contains(context.Type) || schema.Properties is null)
            return;
        foreach (var (name, property) in schema.Properties)
        {
            if (property is not OpenApiSchema open)
                continue;
            if (open.Items is not null)
                open.MaxItems = MostItems;
            if (open.Type?.HasFlag(JsonSchemaType.Integer) == true && Ranges.TryGetValue(name, out var range))
                (open.Minimum, open.Maximum) = range;
            if (Patterns.TryGetValue(name, out var pattern))
                open.Pattern = pattern;
            if (context.Type == typeof(HandoverShape))
                (open.MinLength, open.MaxLength) = (1, MostHandover);
            if (name == "languages" && open.Items is OpenApiSchema language)
                language.Pattern = "^[a-z]{2,3}$";
        }
    }
}
