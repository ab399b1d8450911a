using Matching.Engine.Learning.Evaluation;

namespace Matching.Api.Models;

/// <summary>Why a model is not promoted, in English sentences for administrators.</summary>
internal static class PromotionWords
{
    public static string Of(PromotionRefusal refusal) =>
        refusal.Code switch
        {
            Promotion.NotPassed => $"The gate {refusal.Gate} is not passed.",
            Promotion.NotAssessed => $"The gate {refusal.Gate} could not be assessed, which is not passed.",
            Promotion.NeverOverridden => $"The gate {refusal.Gate} is not passed, and nobody can override it.",
            Promotion.UnknownGate => $"There is no gate {refusal.Gate}.",
            Promotion.SecondMissing => "Overriding a gate takes a second approver.",
            Promotion.ApproversAlike => "The two approvers must be different people.",
            Promotion.ReasonMissing => "Overriding a gate takes a reason, which is recorded.",
            Promotion.OtherSettings =>
                "The model was judged by other limits (learning.json) than those in force here, and nobody can override that. Train "
                    + "it again with these.",
            Promotion.OtherPrior =>
                "The model was made from, and held against, another prior (priors.json) than the one in force here, and nobody can "
                    + "override that. Train it again with this one.",
            ModelRegistry.NoEvaluation => "The model has no evaluation, so no gate is passed.",
            ModelRegistry.InForceAlready => "The model is the one that is promoted already.",
            var code => code,
        };
}
