using Matching.Api.Http;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Parsing;

namespace Matching.Api.Models;

/// <summary>A request to put a model to use.</summary>
internal sealed record PromotionRequest(PromotionWish Wish) : IRequestBody<PromotionRequest>
{
    /// <inheritdoc/>
    public static PromotionRequest? Read(ObjectReader body, HttpContext context)
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
        return by is null ? null : new PromotionRequest(new PromotionWish(by, overridden, second, reason));
    }
}

/// <summary>A request to bring back the model before.</summary>
/// <param name="By">Who answers for it.</param>
internal sealed record RollbackRequest(string By) : IRequestBody<RollbackRequest>
{
    /// <inheritdoc/>
    public static RollbackRequest? Read(ObjectReader body, HttpContext context) =>
        ModelNames.Read(body.Require("by"), "by") is { } by ? new RollbackRequest(by) : null;
}

/// <summary>A request to switch the use of models.</summary>
internal sealed record ModelUseRequest(bool On) : IRequestBody<ModelUseRequest>
{
    /// <inheritdoc/>
    public static ModelUseRequest? Read(ObjectReader body, HttpContext context) =>
        body.Require("on").Boolean("on") is { } on ? new ModelUseRequest(on) : null;
}
