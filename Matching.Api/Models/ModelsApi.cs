using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Http.Faults;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Models;

/// <summary>Models of outcomes over HTTP: which there are, what they are worth, and which one rankings may use.</summary>
public static class ModelsApi
{
    internal const string Prefix = "/v1/models";

    /// <summary>The routes.</summary>
    public static void MapModels(this IEndpointRouteBuilder app)
    {
        var models = app.MapApi(Prefix, "Models");
        Role[] readers = [Role.Visitator, Role.Analyst, Role.Administrator, Role.Auditor];
        models.MapGet("", List).ForRoles(readers).DescribeListModels();
        models.MapGet("/{version}", Find).ForRoles(readers).DescribeModel();
        models.MapPost("/{version}/promotion", PromoteAsync).ForRoles(Role.Administrator).DescribePromotion();
        models.MapPost("/rollback", RollBackAsync).ForRoles(Role.Administrator).DescribeRollback();
        models.MapPut("/use", SwitchAsync).ForRoles(Role.Administrator).DescribeModelUse();
    }

    private static Ok<ModelList> List(ModelCatalogue models) => TypedResults.Ok(models.List());

    private static Results<JsonAnswer<ModelShape>, ProblemAnswer> Find(ModelVersion version, ModelCatalogue models) =>
        models.Find(version.Value) is { } model ? new JsonAnswer<ModelShape>(writer => Write(writer, model)) : NoSuchModel();

    private static async Task<Results<Ok<PromotionAnswer>, ProblemAnswer>> PromoteAsync(
        ModelVersion version,
        CurrentCaller caller,
        Body<PromotionRequest> body,
        ModelRegistry registry,
        ModelStateProjection state,
        LearningData own
    )
    {
        try
        {
            return await registry.PromoteAsync(version.Value, body.Value.Wish, own, caller.Name) switch
            {
                null => NoSuchModel(),
                { IsPromoted: true } done => TypedResults.Ok(
                    new PromotionAnswer(version.Value, state.Current.InForce == version.Value, done.Overridden)
                ),
                var refused => Refused(refused.Refusals),
            };
        }
        catch (DataException fault)
        {
            return new ProblemAnswer(StatusCodes.Status409Conflict, "The model cannot be promoted.", fault.Message);
        }
    }

    private static async Task<Results<Ok<RollbackAnswer>, ProblemAnswer>> RollBackAsync(
        CurrentCaller caller,
        Body<RollbackRequest> body,
        ModelRegistry registry,
        ModelStateProjection state
    ) =>
        await registry.RollBackAsync(body.Value.By, caller.Name) is { } change
            ? TypedResults.Ok(new RollbackAnswer(change.From, change.To, state.Current.InForce))
            : new ProblemAnswer(StatusCodes.Status409Conflict, "No model is promoted, so there is nothing to go back from.");

    private static async Task<NoContent> SwitchAsync(CurrentCaller caller, Body<ModelUseRequest> body, ModelRegistry registry)
    {
        await registry.SwitchAsync(body.Value.On, caller.Name, caller.Name);
        return TypedResults.NoContent();
    }

    private static ProblemAnswer Refused(IReadOnlyList<PromotionRefusal> refusals) =>
        new(StatusCodes.Status409Conflict, "The model cannot be promoted.", "Every reason is listed.")
        {
            Extension = (writer, language) =>
            {
                writer.WriteStartArray("reasons");
                foreach (var refusal in refusals)
                {
                    writer.WriteStartObject();
                    writer.WriteString("code", refusal.Code);
                    writer.WriteString("gate", refusal.Gate);
                    writer.WriteString("text", FaultTexts.In(language, PromotionWords.Of(refusal)));
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            },
        };

    private static ProblemAnswer NoSuchModel() => new(StatusCodes.Status404NotFound, "There is no such model.");

    /// <summary>A model with its evaluation as it stands in its file.</summary>
    private static void Write(Utf8JsonWriter writer, ModelDetails model)
    {
        writer.WriteStartObject();
        writer.WriteString("version", model.Version);
        writer.WriteBoolean("inForce", model.InForce);
        writer.WritePropertyName("origin");
        model.Origin.WriteTo(writer);
        writer.WritePropertyName("evaluation");
        if (model.Evaluation is { } evaluation)
            evaluation.WriteTo(writer);
        else
            writer.WriteNullValue();
        writer.WriteString("card", model.Card);
        writer.WriteEndObject();
    }
}

/// <summary>A promotion that was recorded.</summary>
/// <param name="InForce">Whether rankings may use the model now; false while the use of models is switched off.</param>
/// <param name="Overridden">Gates in spite of which.</param>
public sealed record PromotionAnswer(string Version, bool InForce, IReadOnlyList<string> Overridden);

/// <summary>A rollback that was recorded.</summary>
/// <param name="From">The model that went.</param>
/// <param name="To">The model that came back; null for none.</param>
/// <param name="InForce">The model that rankings may use now; null for none.</param>
public sealed record RollbackAnswer(string From, string? To, string? InForce);
