using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Parsing;

namespace Matching.Api.Models;

/// <summary>Models of outcomes over HTTP: which there are, what they are worth, and which one rankings may use.</summary>
public static class ModelsApi
{
    /// <summary>The routes.</summary>
    public static void MapModels(this IEndpointRouteBuilder app)
    {
        var models = app.MapGroup("/v1/models").WithTags("Models");
        Role[] readers = [Role.Visitator, Role.Analyst, Role.Administrator, Role.Auditor];
        models.MapGet("", List).ForRoles(readers).DescribeListModels();
        models.MapGet("/{version}", Find).ForRoles(readers).DescribeModel();
        models.MapPost("/{version}/promotion", PromoteAsync).ForRoles(Role.Administrator).DescribePromotion();
        models.MapPost("/rollback", RollBackAsync).ForRoles(Role.Administrator).DescribeRollback();
        models.MapPut("/use", SwitchAsync).ForRoles(Role.Administrator).DescribeModelUse();
    }

    private static IResult List(HttpContext context, ModelCatalogue models) =>
        QueryText.Refusal(context) is { } refusal ? refusal : TypedResults.Ok(models.List());

    private static IResult Find(HttpContext context, string version, ModelCatalogue models)
    {
        if (QueryText.Refusal(context) is { } refusal)
            return refusal;
        return models.Find(version) is { } model ? new ModelAnswerJson(model) : NoSuchModel();
    }

    private static Task<IResult> PromoteAsync(
        HttpContext context,
        string version,
        ModelRegistry registry,
        ModelStateProjection state,
        LearningData own
    ) =>
        ChangeAsync(
            context,
            body =>
            {
                var (by, second, reason) = (
                    ModelNames.Read(body.Require("by"), "by"),
                    ModelNames.Read(body, "second"),
                    body.Text("reason", ModelNames.LongestReason)
                );
                var overridden = body.TextList("override", ModelNames.Longest) ?? [];
                foreach (var (gate, i) in overridden.Select((gate, i) => (gate, i)))
                {
                    if (!Gates.All.Contains(gate, StringComparer.Ordinal))
                        body.Fault($"override[{i}]", $"must be one of: {string.Join(", ", Gates.All)}");
                }
                return async caller =>
                {
                    try
                    {
                        return await registry.PromoteAsync(version, new PromotionWish(by!, overridden, second, reason), own, caller) switch
                        {
                            null => NoSuchModel(),
                            { IsPromoted: true } done => TypedResults.Ok(
                                new PromotionAnswer(version, state.Current.InForce == version, done.Overridden)
                            ),
                            var refused => Refused(refused.Refusals),
                        };
                    }
                    catch (DataException fault)
                    {
                        return new ProblemAnswer(StatusCodes.Status409Conflict, "The model cannot be promoted.", fault.Message);
                    }
                };
            }
        );

    private static Task<IResult> RollBackAsync(HttpContext context, ModelRegistry registry, ModelStateProjection state) =>
        ChangeAsync(
            context,
            body =>
            {
                var by = ModelNames.Read(body.Require("by"), "by");
                return async caller =>
                    await registry.RollBackAsync(by!, caller) is { } change
                        ? TypedResults.Ok(new RollbackAnswer(change.From, change.To, state.Current.InForce))
                        : new ProblemAnswer(StatusCodes.Status409Conflict, "No model is promoted, so there is nothing to go back from.");
            }
        );

    private static Task<IResult> SwitchAsync(HttpContext context, ModelRegistry registry) =>
        ChangeAsync(
            context,
            body =>
            {
                var on = body.Require("on").Boolean("on");
                return async caller =>
                {
                    await registry.SwitchAsync(on!.Value, caller, caller);
                    return TypedResults.NoContent();
                };
            }
        );

    private static async Task<IResult> ChangeAsync(HttpContext context, Func<ObjectReader, Func<string, Task<IResult>>> read)
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted);
        using (json)
        {
            if (json is null)
                return problem!;
            var body = ObjectReader.Open(json.RootElement, "", problems)!;
            var change = read(body);
            body.Close();
            return problems.None ? await change(context.CallerName()) : ProblemAnswer.BadInput(problems);
        }
    }

    private static ProblemAnswer Refused(IReadOnlyList<PromotionRefusal> refusals) =>
        new(StatusCodes.Status409Conflict, "The model cannot be promoted.", "Every reason is listed.")
        {
            Extension = writer =>
            {
                writer.WriteStartArray("reasons");
                foreach (var refusal in refusals)
                {
                    writer.WriteStartObject();
                    writer.WriteString("code", refusal.Code);
                    writer.WriteString("gate", refusal.Gate);
                    writer.WriteString("text", PromotionWords.Of(refusal));
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            },
        };

    private static ProblemAnswer NoSuchModel() => new(StatusCodes.Status404NotFound, "There is no such model.");

    /// <summary>A model with its evaluation as it stands in its file.</summary>
    private sealed record ModelAnswerJson(ModelDetails Model) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, Json.Options);
            writer.WriteStartObject();
            writer.WriteString("version", Model.Version);
            writer.WriteBoolean("inForce", Model.InForce);
            writer.WritePropertyName("origin");
            Model.Origin.WriteTo(writer);
            writer.WritePropertyName("evaluation");
            if (Model.Evaluation is { } evaluation)
                evaluation.WriteTo(writer);
            else
                writer.WriteNullValue();
            writer.WriteString("card", Model.Card);
            writer.WriteEndObject();
        }
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
