using System.Text.Json;
using Matching.Engine.Learning.Evaluation;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Models;

/// <summary>What the OpenAPI document says of the calls about models.</summary>
internal static class ModelDescriptions
{
    private const string Json = "application/json",
        Csv = "text/csv",
        Multipart = "multipart/form-data";

    public static void DescribeListModels(this RouteHandlerBuilder route) =>
        route.WithName("listModels").WithSummary("Every model of outcomes, its gates, and which one rankings may use").Fails(400);

    public static void DescribeModel(this RouteHandlerBuilder route) =>
        route.WithName("getModel").WithSummary("A model: what it was made from, its evaluation and its card").Fails(400, 404);

    public static void DescribePromotion(this RouteHandlerBuilder route) =>
        route
            .WithName("promoteModel")
            .WithSummary("Put a model to use")
            .WithDescription(
                "Refused (409, every reason in reasons) unless every gate of its evaluation is passed; a gate that could not be "
                    + "assessed is not. "
                    + $"{string.Join(", ", Gates.NeverOverridden)} can never be overridden, the others by two named people with a "
                    + $"reason, which are recorded. other-settings and other-prior say that it was judged by other limits, or rests on "
                    + $"another prior, than this service's own: nobody can override that. The model is kept in the record, so that "
                    + $"rankings replay without its folder."
            )
            .Accepts<PromotionShape>(Json)
            .Fails(400, 404, 409, 413, 415, 503);

    public static void DescribeRollback(this RouteHandlerBuilder route) =>
        route
            .WithName("rollBackModel")
            .WithSummary("Bring back the model before, or none")
            .Accepts<RollbackShape>(Json)
            .Fails(400, 409, 413, 415, 503);

    public static void DescribeModelUse(this RouteHandlerBuilder route) =>
        route
            .WithName("switchModelUse")
            .WithSummary("Switch the use of any model off at once, or on again")
            .WithDescription("While it is off, a ranking in mode rules-and-model is answered 409. Promotions stand meanwhile.")
            .Accepts<ModelUseShape>(Json)
            .Fails(400, 413, 415, 503);
}

/// <summary>A model.</summary>
/// <param name="Origin">What it was made from.</param>
/// <param name="Evaluation">What was found of it, as evaluation.json holds it; null when it was not judged.</param>
/// <param name="Card">Its card, Markdown; null when only the record has it.</param>
public sealed record ModelShape(
    string Version,
    bool InForce,
    IReadOnlyDictionary<string, JsonElement> Origin,
    IReadOnlyDictionary<string, JsonElement>? Evaluation,
    string? Card
);

/// <summary>A promotion.</summary>
/// <param name="By">The person who answers for it.</param>
/// <param name="Override">Codes of gates in spite of which.</param>
/// <param name="Second">Another person who answers for overriding them.</param>
/// <param name="Reason">Why they are overridden.</param>
public sealed record PromotionShape(string By, IReadOnlyList<string>? Override, string? Second, string? Reason);

/// <summary>A rollback.</summary>
/// <param name="By">The person who answers for it.</param>
public sealed record RollbackShape(string By);

/// <summary>Whether models may be used.</summary>
public sealed record ModelUseShape(bool On);
